# The manual page and the completion of command lines, which the built command writes; they are installed with it.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    message(STATUS "Cross-compiling without an emulator: no manual page and no completion are made; run "
        "'paylink help --man' and 'paylink help --completion bash' where the command runs")
    return()
endif()

# PAGE is what `paylink help ...` prints, all of it or no file.
function(pl_add_page page)
    add_custom_command(OUTPUT ${page}
        COMMAND paylink help ${ARGN} >${page}.part
        COMMAND ${CMAKE_COMMAND} -E rename ${page}.part ${page}
        DEPENDS paylink
        COMMENT "Writing ${page}")
endfunction()
pl_add_page(paylink.1 --man)
pl_add_page(paylink.bash --completion bash)
add_custom_target(paylink_pages ALL DEPENDS paylink.1 paylink.bash)
install(FILES ${PROJECT_BINARY_DIR}/paylink.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
install(FILES ${PROJECT_BINARY_DIR}/paylink.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    RENAME paylink COMPONENT command)
if(BUILD_TESTING)
    add_test(NAME pages.man COMMAND sh ${PROJECT_SOURCE_DIR}/tests/pages/man.sh
        $<TARGET_FILE:paylink> ${PROJECT_BINARY_DIR}/paylink.1)
    add_test(NAME pages.completion COMMAND bash ${PROJECT_SOURCE_DIR}/tests/pages/completion.sh
        $<TARGET_FILE:paylink> ${PROJECT_BINARY_DIR}/paylink.bash)
    set_tests_properties(pages.man pages.completion PROPERTIES TIMEOUT 60)
endif()
