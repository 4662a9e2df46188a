# nats.c as the target NatsC::nats. Debian's own CMake package names a static library that it does not ship.
find_path(NATSC_INCLUDE_DIR nats/nats.h)
find_library(NATSC_LIBRARY nats)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(NatsC REQUIRED_VARS NATSC_LIBRARY NATSC_INCLUDE_DIR)
if(NatsC_FOUND AND NOT TARGET NatsC::nats)
  add_library(NatsC::nats UNKNOWN IMPORTED)
  set_target_properties(NatsC::nats PROPERTIES
    IMPORTED_LOCATION "${NATSC_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${NATSC_INCLUDE_DIR}")
endif()
