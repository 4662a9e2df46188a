# `cmake --install build/release --prefix DIR`: the libraries and their headers, the programs, and a CMake package.
# Read last, when all rooms have told which libraries and programs they have.

include(CMakePackageConfigHelpers)
get_property(libraries GLOBAL PROPERTY sinew_libraries)
get_property(programs GLOBAL PROPERTY sinew_programs)

# What ./run and `cmake --install` need: all but the tests.
set(parts ${libraries} ${programs})
list(REMOVE_ITEM parts sinew_build)
add_custom_target(programs DEPENDS ${parts})

# Headers keep their rooms ("kernel/names.hpp") and lie under include/sinew, lest DIR/include fill with common words.
set(headers "${CMAKE_INSTALL_INCLUDEDIR}/sinew")
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/sinew")

set_target_properties(sinew_build PROPERTIES EXPORT_NAME build)
install(TARGETS ${libraries} EXPORT sinew_targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" INCLUDES DESTINATION "${headers}")
if(programs)
  install(TARGETS ${programs} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
foreach(room kernel schemas telemetry http actors memory projection bridge services)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${room}" DESTINATION "${headers}" FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(DIRECTORY "${SINEW_GENERATED}/" DESTINATION "${headers}/schemas"
  FILES_MATCHING PATTERN "*_generated.h" PATTERN "*_bfbs.hpp")
# The sentences that domains are tested with.
install(FILES "${PROJECT_SOURCE_DIR}/tests/support/given.hpp" "${PROJECT_SOURCE_DIR}/tests/support/reactions.hpp"
  DESTINATION "${headers}/tests/support")
# For people's own schemas, and for tools that decode ours.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/schemas" "${SINEW_GENERATED}" DESTINATION "${CMAKE_INSTALL_DATADIR}/sinew"
  FILES_MATCHING PATTERN "*.fbs" PATTERN "*.bfbs")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/sinew")

install(EXPORT sinew_targets NAMESPACE sinew:: FILE sinew-targets.cmake DESTINATION "${package}")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/sinew-config.cmake.in" "${PROJECT_BINARY_DIR}/sinew-config.cmake"
  INSTALL_DESTINATION "${package}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sinew-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/sinew-config.cmake" "${PROJECT_BINARY_DIR}/sinew-config-version.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindNatsC.cmake" "${CMAKE_CURRENT_LIST_DIR}/SinewSchemas.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/embed.cmake" DESTINATION "${package}")
