# libpaylink: the rooms that judge bytes, as one archive for other programs, found through pkg-config.
set(library_objects "")
foreach(room text json schema contract codec)
    list(APPEND library_objects $<TARGET_OBJECTS:pl_${room}>)
    install(DIRECTORY src/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/paylink COMPONENT library
        FILES_MATCHING PATTERN "*.h" PATTERN "*_internal.h" EXCLUDE)
endforeach()

add_library(libpaylink STATIC ${library_objects})
set_target_properties(libpaylink PROPERTIES OUTPUT_NAME paylink LINKER_LANGUAGE C)
configure_file(paylink.pc.in paylink.pc @ONLY)
install(TARGETS libpaylink ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(FILES ${PROJECT_BINARY_DIR}/paylink.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
