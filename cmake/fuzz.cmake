# Fuzz targets: fuzz/NAME.c + corpus/NAME/* (+ fuzz/NAME.dict) = one executable, one replay test, and under
# PL_FUZZ one search of PL_FUZZ_SECONDS. Without PL_FUZZ a small driver replays the files; no Clang needed.
if(PL_FUZZ AND NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PL_FUZZ needs Clang: cmake --preset fuzz")
endif()

add_custom_target(fuzz_all) # every target; the fuzz preset builds this alone

function(pl_add_fuzz_program name)
    add_executable(${name} fuzz/${name}.c $<$<NOT:$<BOOL:${PL_FUZZ}>>:fuzz/replay_main.c>)
    target_link_libraries(${name} PRIVATE pl_flags ${ARGN})
    target_link_options(${name} PRIVATE $<$<BOOL:${PL_FUZZ}>:-fsanitize=fuzzer>)
    add_dependencies(fuzz_all ${name})
endfunction()

function(pl_add_fuzz name)
    file(GLOB inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/corpus/${name}/*)
    if(NOT inputs)
        message(FATAL_ERROR "corpus/${name} is empty; libFuzzer without inputs never ends")
    endif()
    pl_add_fuzz_program(${name} ${ARGN})
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
            COMMAND ${name} -max_total_time=${PL_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=2048
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
target_link_libraries(make_dict PRIVATE pl_contract)
add_dependencies(fuzz_all make_dict)
foreach(name fuzz_json fuzz_request fuzz_response)
    pl_add_dictionary(${name})
endforeach()
pl_add_fuzz(fuzz_json pl_json PkgConfig::json-c)
pl_add_fuzz(fuzz_request pl_contract)
pl_add_fuzz(fuzz_response pl_contract)

# Fails on purpose: proves that a broken property turns a run red. Inverted by hand, because ctest's
# WILL_FAIL does not invert an abort; the message is looked for, so that a missing program is no success.
pl_add_fuzz_program(fuzz_canary)
add_test(NAME corpus.fuzz_canary
    COMMAND sh ${PROJECT_SOURCE_DIR}/fuzz/canary.sh $<TARGET_FILE:fuzz_canary>
        ${PROJECT_SOURCE_DIR}/corpus/fuzz_canary/reject-canary
        ${PROJECT_SOURCE_DIR}/corpus/fuzz_canary/accept-anything-else)
