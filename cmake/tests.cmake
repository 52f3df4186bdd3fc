# Tests that belong to no single room. All of them run under plain ctest.

# Structure: include arrows, sizes, banned calls, orphans; and the checker judged on a bad tree.
add_test(NAME tidy COMMAND sh ${PROJECT_SOURCE_DIR}/tests/tidy/tidy.sh ${PROJECT_SOURCE_DIR})
add_test(NAME tidy.selftest COMMAND sh ${PROJECT_SOURCE_DIR}/tests/tidy/selftest.sh)

# The pure rooms' archives: no writable data, no call outside a short list. Sanitizers and coverage add
# both, so plain builds only.
if(NOT PL_SANITIZE AND NOT CMAKE_C_FLAGS)
    add_test(NAME tidy.pure COMMAND sh ${PROJECT_SOURCE_DIR}/tests/tidy/pure.sh $<TARGET_FILE:pl_text>
        $<TARGET_FILE:pl_json> $<TARGET_FILE:pl_schema> $<TARGET_FILE:pl_contract>)
endif()

# The planted bugs still apply to the tree; finding them is scripts/planted.
add_test(NAME planted COMMAND sh ${PROJECT_SOURCE_DIR}/tests/planted/planted.sh
    ${CMAKE_COMMAND} ${CMAKE_C_COMPILER})
set_tests_properties(planted PROPERTIES TIMEOUT 60)

# Install into a temporary prefix, then build and run a stranger's program against it.
separate_arguments(install_flags UNIX_COMMAND "${CMAKE_C_FLAGS}")
add_test(NAME install COMMAND sh ${PROJECT_SOURCE_DIR}/tests/install/install.sh
    ${CMAKE_COMMAND} ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER} ${install_flags} ${san})
set_tests_properties(install PROPERTIES TIMEOUT 120)

add_executable(paylink_bench tests/bench/bench.c tests/bench/documents.c)
target_link_libraries(paylink_bench PRIVATE pl_contract PkgConfig::json-c)
target_link_options(paylink_bench PRIVATE -Wl,--wrap=malloc) # it counts our allocations
add_test(NAME bench.documents COMMAND paylink_bench --check)

# What scripts/throughput holds against wrk.
add_executable(paylink_throughput tests/bench/throughput.c)
target_link_libraries(paylink_throughput PRIVATE pl_cases pl_http)

# The seeds' names claim verdicts; the seeds show both sides of every facet, and every fault of JSON.
foreach(name verdicts sides faults)
    add_executable(corpus_${name} tests/corpus/corpus_${name}.c)
    target_include_directories(corpus_${name} PRIVATE fuzz)
    pl_add_criterion(corpus.${name} corpus_${name} pl_cases pl_openapi)
endforeach()
add_test(NAME corpus.facets COMMAND paylink cases --coverage ${PROJECT_SOURCE_DIR}/corpus/fuzz_request)

# The OpenAPI document and the tables say the same.
add_executable(document_tests tests/document/test_document.c)
pl_add_criterion(document document_tests pl_openapi)

# The contract's earlier versions: what changed, and the changelog that says so.
add_executable(history_tests tests/history/test_history.c)
pl_add_criterion(history history_tests pl_openapi)
add_test(NAME history.changes COMMAND sh ${PROJECT_SOURCE_DIR}/tests/history/history.sh
    $<TARGET_FILE:paylink> ${PROJECT_SOURCE_DIR}/contracts/history)

# What the suite is worth: every fault of the sandbox that the contract forbids is found. Sanitizers and coverage would
# take minutes, so plain builds only.
if(NOT PL_SANITIZE AND NOT CMAKE_C_FLAGS)
    add_test(NAME mutants COMMAND paylink mutants)
    set_tests_properties(mutants PROPERTIES TIMEOUT 400)
endif()

# A live server is asked for by running the program by hand, never by ctest in a shell that has settings.
file(GLOB contract_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/contract/*.c)
add_executable(contract_tests ${contract_sources})
pl_add_criterion(contract contract_tests pl_sandbox pl_http pl_contract)
set_tests_properties(contract PROPERTIES ENVIRONMENT_MODIFICATION "PAYLINK_BASE_URL=unset:")

# What the README shows is what the commands print.
add_test(NAME readme COMMAND sh ${PROJECT_SOURCE_DIR}/tests/readme/readme.sh
    ${PROJECT_SOURCE_DIR}/README.md $<TARGET_FILE:paylink>)
set_tests_properties(readme PROPERTIES TIMEOUT 120)

# The HTML report in Debian's Chromium; make_page writes one with every kind of mark and body. Once is enough: in the
# build that is used. Needs node, npm and chromium (scripts/install test), and fails without them.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT PL_SANITIZE)
    add_executable(make_page tests/report/make_page.c tests/unit/report/page.c)
    target_include_directories(make_page PRIVATE tests/unit/report)
    target_link_libraries(make_page PRIVATE pl_report)
    add_test(NAME report.browser COMMAND sh ${PROJECT_SOURCE_DIR}/tests/browser/browser.sh
        ${PROJECT_BINARY_DIR}/browser $<TARGET_FILE:make_page> $<TARGET_FILE:paylink>)
    set_tests_properties(report.browser PROPERTIES TIMEOUT 180)
endif()
