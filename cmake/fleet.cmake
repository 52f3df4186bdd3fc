# Tests of what runs the fuzz targets: the files that a fleet reads, its build, and scripts/fuzz.
if(PL_FUZZ)
    add_test(NAME fleet.fuzz
        COMMAND sh ${PROJECT_SOURCE_DIR}/tests/fleet/fuzz.sh ${CMAKE_C_COMPILER} ${PROJECT_BINARY_DIR})
    add_test(NAME fleet.oss_fuzz COMMAND sh ${PROJECT_SOURCE_DIR}/tests/fleet/oss_fuzz.sh ${PROJECT_BINARY_DIR})
    # PROCESSORS: it compiles on all cores.
    set_tests_properties(fleet.oss_fuzz PROPERTIES PROCESSORS 2)
    set_tests_properties(fleet.fuzz fleet.oss_fuzz PROPERTIES LABELS timed TIMEOUT 600)
else()
    add_test(NAME fleet.workflows COMMAND sh ${PROJECT_SOURCE_DIR}/tests/fleet/workflows.sh ${PROJECT_SOURCE_DIR})
    add_test(NAME fleet.workflows_selftest COMMAND sh ${PROJECT_SOURCE_DIR}/tests/fleet/workflows_selftest.sh)
    add_test(NAME fleet.ci COMMAND sh ${PROJECT_SOURCE_DIR}/tests/fleet/ci.sh ${PROJECT_SOURCE_DIR}
        $<TARGET_FILE:paylink> ${PROJECT_SOURCE_DIR}/README.md)
    set_tests_properties(fleet.ci PROPERTIES TIMEOUT 60)
endif()
