# Fuzz targets: fuzz/NAME.c + corpus/NAME/* (+ fuzz/NAME.dict) = one executable, one replay test, and under
# PL_FUZZ one search of PL_FUZZ_SECONDS. Without PL_FUZZ a small driver replays the files; no Clang needed.
# The build folder then holds fuzz_targets.txt, the list that scripts and the fleet read, and a NAME.options for each.
if(PL_FUZZ AND NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PL_FUZZ needs Clang: cmake --preset fuzz")
endif()
if(PL_FUZZ_ENGINE)
    enable_language(CXX) # engines are written in C++, so its driver links
endif()
file(WRITE ${PROJECT_BINARY_DIR}/fuzz_targets.txt "")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fuzz/options.txt)
file(STRINGS fuzz/options.txt PL_FUZZ_OPTIONS REGEX "^[*a-z]")
set(PL_FUZZ_OPTION_NAMES max_len timeout rss_limit_mb)

# The second opinions. libunistring comes without a .pc file.
pkg_check_modules(libpcre2-8 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(liburiparser REQUIRED IMPORTED_TARGET liburiparser)
pkg_check_modules(gmp REQUIRED IMPORTED_TARGET gmp)
find_library(PL_UNISTRING unistring REQUIRED)

add_custom_target(fuzz_all) # every target; the fuzz preset builds this alone

function(pl_add_fuzz_program name)
    add_executable(${name} fuzz/${name}.c $<$<NOT:$<BOOL:${PL_FUZZ}>>:fuzz/replay_main.c>)
    target_link_libraries(${name} PRIVATE pl_flags ${ARGN})
    if(PL_FUZZ_ENGINE)
        separate_arguments(engine UNIX_COMMAND "${PL_FUZZ_ENGINE}")
        target_link_libraries(${name} PRIVATE ${engine})
        set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    elseif(PL_FUZZ)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    endif()
    add_dependencies(fuzz_all ${name})
endfunction()

# NAME.options in the build folder, from the target's row of fuzz/options.txt; the same as flags in ret_flags.
function(pl_fuzz_options name ret_flags)
    set(row "")
    foreach(line IN LISTS PL_FUZZ_OPTIONS)
        string(REGEX REPLACE " +" ";" fields "${line}")
        list(POP_FRONT fields target)
        if(target STREQUAL name OR (target STREQUAL "*" AND NOT row))
            set(row ${fields})
        endif()
    endforeach()
    list(LENGTH row count)
    if(NOT count EQUAL 3)
        message(FATAL_ERROR "fuzz/options.txt: ${name} needs max_len, timeout and rss_limit_mb, has: ${row}")
    endif()
    set(text "[libfuzzer]\n")
    set(flags "")
    foreach(option value IN ZIP_LISTS PL_FUZZ_OPTION_NAMES row)
        string(APPEND text "${option} = ${value}\n")
        list(APPEND flags -${option}=${value})
    endforeach()
    file(WRITE ${PROJECT_BINARY_DIR}/${name}.options "${text}")
    set(${ret_flags} ${flags} PARENT_SCOPE)
endfunction()

function(pl_add_fuzz name)
    file(GLOB inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/corpus/${name}/*)
    if(NOT inputs)
        message(FATAL_ERROR "corpus/${name} is empty; libFuzzer without inputs never ends")
    endif()
    pl_add_fuzz_program(${name} ${ARGN})
    if(PL_FUZZ) # a search is led by what the code under test does, not by its oracles, which are quicker so
        set_source_files_properties(fuzz/${name}.c PROPERTIES COMPILE_OPTIONS -fno-sanitize=fuzzer-no-link)
    endif()
    file(APPEND ${PROJECT_BINARY_DIR}/fuzz_targets.txt "${name}\n")
    pl_fuzz_options(${name} options)
    add_test(NAME corpus.${name} COMMAND ${name} ${inputs})
    set_tests_properties(corpus.${name} PROPERTIES TIMEOUT 120)
    if(PL_FUZZ)
        set(dict "")
        if(EXISTS ${PROJECT_SOURCE_DIR}/fuzz/${name}.dict)
            set(dict -dict=${PROJECT_SOURCE_DIR}/fuzz/${name}.dict)
        endif()
        # New inputs go to the first folder, inside the build; the committed corpus is only read.
        file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/found/${name})
        add_test(NAME search.${name}
            COMMAND ${name} -max_total_time=${PL_FUZZ_SECONDS} ${options}
                -print_final_stats=1 -artifact_prefix=${PROJECT_BINARY_DIR}/found/${name}- ${dict}
                ${PROJECT_BINARY_DIR}/found/${name} ${PROJECT_SOURCE_DIR}/corpus/${name})
        math(EXPR search_timeout "${PL_FUZZ_SECONDS} + 120")
        set_tests_properties(search.${name} PROPERTIES LABELS timed TIMEOUT ${search_timeout})
    endif()
endfunction()

# The dictionaries are made from the contract's tables, so a new member is at once a word of the fuzzers.
function(pl_add_dictionary name)
    add_test(NAME dict.${name} COMMAND sh -c "\"$0\" ${name} | diff -u \"$1\" -"
        $<TARGET_FILE:make_dict> ${PROJECT_SOURCE_DIR}/fuzz/${name}.dict)
endfunction()

add_executable(make_dict fuzz/make_dict.c)
target_link_libraries(make_dict PRIVATE pl_cases pl_report)
add_dependencies(fuzz_all make_dict)
foreach(name fuzz_json fuzz_request fuzz_response fuzz_codec fuzz_sandbox fuzz_live fuzz_uri fuzz_pattern
        fuzz_decimal fuzz_utf8 fuzz_datetime fuzz_ulid fuzz_jwt fuzz_email fuzz_journal fuzz_openapi)
    pl_add_dictionary(${name})
endforeach()
pl_add_fuzz(fuzz_json pl_json PkgConfig::json-c)
pl_add_fuzz(fuzz_request pl_cases PkgConfig::json-c PkgConfig::gmp ${PL_UNISTRING})
pl_add_fuzz(fuzz_response pl_cases PkgConfig::json-c PkgConfig::gmp ${PL_UNISTRING})
pl_add_fuzz(fuzz_uri pl_text PkgConfig::liburiparser)
pl_add_fuzz(fuzz_pattern pl_text PkgConfig::libpcre2-8 ${PL_UNISTRING})
pl_add_fuzz(fuzz_utf8 pl_text ${PL_UNISTRING})
pl_add_fuzz(fuzz_decimal pl_text PkgConfig::gmp)
pl_add_fuzz(fuzz_datetime pl_text PkgConfig::libpcre2-8)
pl_add_fuzz(fuzz_ulid pl_text)
pl_add_fuzz(fuzz_jwt pl_text PkgConfig::libcrypto)
pl_add_fuzz(fuzz_email pl_text PkgConfig::libpcre2-8)
pl_add_fuzz(fuzz_codec pl_codec pl_cases)
pl_add_fuzz(fuzz_openapi pl_openapi)
pl_add_fuzz(fuzz_sandbox pl_sandbox pl_run)
pl_add_fuzz(fuzz_journal pl_report)

# The one target with I/O. It takes its settings and its sandbox as the command `run` does, from the same code; a server
# that the shell's settings name is never called by a test.
add_library(pl_cli_target OBJECT ${PL_SOURCE}/cli/target.c ${PL_SOURCE}/cli/base_url.c ${PL_SOURCE}/cli/talk.c)
target_link_libraries(pl_cli_target PUBLIC pl_report pl_sandbox)
pl_add_fuzz(fuzz_live pl_cli_target pl_run)
foreach(test corpus.fuzz_live search.fuzz_live)
    if(TEST ${test})
        set_tests_properties(${test} PROPERTIES ENVIRONMENT_MODIFICATION "PAYLINK_BASE_URL=unset:")
    endif()
endforeach()

# The mutator that knows the contract, for targets whose input holds a JSON document: a row each in fuzz/mutator_util.h.
# It is not instrumented: what it compares is not what the target compares. NAME_plain is the same target without it,
# which scripts/mutator-worth builds and compares.
if(PL_FUZZ)
    if(NOT PL_FUZZ_ENGINE)
        file(GLOB mutator_sources CONFIGURE_DEPENDS ${PL_SOURCE}/cases/mutate*.c)
        set_source_files_properties(${mutator_sources} fuzz/mutator.c
            PROPERTIES COMPILE_OPTIONS -fno-sanitize=fuzzer-no-link)
    endif()
    foreach(name fuzz_json fuzz_request fuzz_response fuzz_codec fuzz_sandbox fuzz_live)
        get_target_property(libraries ${name} LINK_LIBRARIES)
        add_executable(${name}_plain EXCLUDE_FROM_ALL fuzz/${name}.c)
        target_link_libraries(${name}_plain PRIVATE ${libraries})
        target_link_options(${name}_plain PRIVATE -fsanitize=fuzzer)
        target_sources(${name} PRIVATE fuzz/mutator.c)
        target_compile_definitions(${name} PRIVATE FZ_TARGET="${name}")
        target_link_libraries(${name} PRIVATE pl_cases)
    endforeach()
endif()

# The same for AFL++: a library, so of objects that are compiled for one.
if(NOT PL_FUZZ)
    foreach(room text json schema contract cases)
        file(GLOB sources CONFIGURE_DEPENDS ${PL_SOURCE}/${room}/*.c)
        list(APPEND afl_mutator_sources ${sources})
    endforeach()
    add_library(paylink_mutator MODULE fuzz/afl_mutator.c ${afl_mutator_sources})
    set_target_properties(paylink_mutator PROPERTIES C_VISIBILITY_PRESET hidden)
    target_link_libraries(paylink_mutator PRIVATE pl_flags PkgConfig::json-c)
    add_executable(afl_mutator_test tests/mutator/afl_mutator.c)
    target_link_libraries(afl_mutator_test PRIVATE pl_contract ${CMAKE_DL_LIBS})
    add_test(NAME mutator.afl COMMAND afl_mutator_test $<TARGET_FILE:paylink_mutator>)
    set_tests_properties(mutator.afl PROPERTIES TIMEOUT 60)
endif()

# For scripts/fuzz-speed: every target as a program of its own that counts, and two yardsticks beside them.
if(PL_FUZZ AND NOT PL_FUZZ_ENGINE)
    set(PL_SPEED_JSON_C PkgConfig::json-c CACHE STRING "What speed_parse links: an instrumented libjson-c.a")
    add_custom_target(fuzz_speed)
    foreach(name speed_empty speed_parse)
        add_executable(${name} EXCLUDE_FROM_ALL fuzz/${name}.c)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    endforeach()
    target_link_libraries(speed_empty PRIVATE pl_flags)
    target_sources(speed_parse PRIVATE fuzz/mutator.c) # so that it sees what fuzz_request sees
    target_compile_definitions(speed_parse PRIVATE FZ_TARGET="fuzz_request")
    target_include_directories(speed_parse PRIVATE ${json-c_INCLUDE_DIRS})
    target_link_libraries(speed_parse PRIVATE ${PL_SPEED_JSON_C} pl_cases)
    file(STRINGS ${PROJECT_BINARY_DIR}/fuzz_targets.txt names)
    foreach(name speed_empty speed_parse ${names})
        get_target_property(libraries ${name} LINK_LIBRARIES)
        add_executable(${name}_speed EXCLUDE_FROM_ALL fuzz/${name}.c fuzz/speed_main.c)
        target_include_directories(${name}_speed PRIVATE ${json-c_INCLUDE_DIRS})
        target_link_libraries(${name}_speed PRIVATE ${libraries})
        add_dependencies(fuzz_speed ${name} ${name}_speed)
    endforeach()
endif()

# Fails on purpose: proves that a broken property turns a run red. Inverted by hand, because ctest's
# WILL_FAIL does not invert an abort; the message is looked for, so that a missing program is no success.
pl_add_fuzz_program(fuzz_canary)
add_test(NAME corpus.fuzz_canary
    COMMAND sh ${PROJECT_SOURCE_DIR}/fuzz/canary.sh $<TARGET_FILE:fuzz_canary>
        ${PROJECT_SOURCE_DIR}/corpus/fuzz_canary/reject-canary
        ${PROJECT_SOURCE_DIR}/corpus/fuzz_canary/accept-anything-else)
