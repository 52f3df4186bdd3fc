# Planted bugs: -DPL_PLANT=NAME builds from a copy of src/ with fuzz/planted/NAME.patch applied, for scripts/planted, which
# shows that the fuzz targets find it. Sets PL_SOURCE: the folder that all code is built from.
set(PL_PLANT "" CACHE STRING "Plant a bug: a name in fuzz/planted, a .patch file, or none for a copy as it is")
set(PL_SOURCE ${PROJECT_SOURCE_DIR}/src)
if(PL_PLANT STREQUAL "")
    if(PL_FUZZ AND BUILD_TESTING AND NOT PL_FUZZ_ENGINE)
        # Two bugs for one target, which need no search; all of them are scripts/planted's.
        add_test(NAME planted.sample COMMAND ${PROJECT_SOURCE_DIR}/scripts/planted
            --build ${PROJECT_BINARY_DIR}/planted --seconds 0 --target fuzz_utf8 utf8-overlong utf8-over-read)
        set_tests_properties(planted.sample PROPERTIES TIMEOUT 300)
    endif()
    return()
endif()

# Room for a tree that is patched from scratch, and the tree that is built.
set(fresh ${PROJECT_BINARY_DIR}/planted/fresh)
set(PL_SOURCE ${PROJECT_BINARY_DIR}/planted/src)
file(REMOVE_RECURSE ${fresh})
file(COPY ${PROJECT_SOURCE_DIR}/src DESTINATION ${fresh})

if(NOT PL_PLANT STREQUAL "none")
    cmake_path(ABSOLUTE_PATH PL_PLANT BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/fuzz/planted OUTPUT_VARIABLE plant)
    if(NOT plant MATCHES "[.]patch$")
        string(APPEND plant .patch)
    endif()
    if(NOT EXISTS ${plant})
        message(FATAL_ERROR "PL_PLANT=${PL_PLANT}: no such bug; scripts/planted --list names them")
    endif()
    # Lines may have moved, but what a bug stands in must be as it was: no fuzz, no guess at a reversed patch.
    find_program(PL_PATCH patch REQUIRED)
    execute_process(COMMAND ${PL_PATCH} --strip=1 --fuzz=0 --force --no-backup-if-mismatch --input=${plant}
        WORKING_DIRECTORY ${fresh} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(failed)
        message(FATAL_ERROR "PL_PLANT=${PL_PLANT}: the patch does not apply to src/ any more\n${said}")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${plant})
    install(CODE "message(FATAL_ERROR \"not installed: built with the planted bug ${PL_PLANT}\")")
endif()

# Only what differs is written, so that going from one bug to the next compiles just the files of both.
file(GLOB_RECURSE wanted RELATIVE ${fresh}/src ${fresh}/src/*)
file(GLOB_RECURSE built RELATIVE ${PL_SOURCE} ${PL_SOURCE}/*)
foreach(file ${wanted})
    cmake_path(GET file PARENT_PATH folder)
    file(MAKE_DIRECTORY ${PL_SOURCE}/${folder})
    file(COPY_FILE ${fresh}/src/${file} ${PL_SOURCE}/${file} ONLY_IF_DIFFERENT)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${file})
endforeach()
list(REMOVE_ITEM built ${wanted})
foreach(file ${built})
    file(REMOVE ${PL_SOURCE}/${file})
endforeach()
