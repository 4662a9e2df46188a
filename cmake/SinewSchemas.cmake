# sinew_schema(NAME): schemas/NAME.fbs -> generated/schemas/NAME_generated.h and NAME.bfbs, and the binary schema once
# more as a C++ array (NAME_bfbs.hpp), so that a service can publish it without a file beside it.

find_program(FLATC flatc REQUIRED)
set(SINEW_GENERATED "${PROJECT_BINARY_DIR}/generated/schemas")
file(MAKE_DIRECTORY "${SINEW_GENERATED}")
file(GLOB SINEW_ALL_FBS CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/schemas/*.fbs")

function(sinew_schema name)
  set(source "${PROJECT_SOURCE_DIR}/schemas/${name}.fbs")
  set(header "${SINEW_GENERATED}/${name}_generated.h")
  set(binary "${SINEW_GENERATED}/${name}.bfbs")
  set(embedded "${SINEW_GENERATED}/${name}_bfbs.hpp")
  add_custom_command(
    OUTPUT "${header}" "${binary}"
    COMMAND "${FLATC}" --cpp --cpp-std c++17 --scoped-enums --gen-name-strings --include-prefix schemas -o "${SINEW_GENERATED}" "${source}"
    COMMAND "${FLATC}" --binary --schema --bfbs-comments --bfbs-builtins -o "${SINEW_GENERATED}" "${source}"
    DEPENDS ${SINEW_ALL_FBS}
    COMMENT "flatc ${name}.fbs"
    VERBATIM)
  add_custom_command(
    OUTPUT "${embedded}"
    COMMAND "${CMAKE_COMMAND}" -DNAME=${name} -DINPUT=${binary} -DOUTPUT=${embedded} -P "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    DEPENDS "${binary}" "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY sinew_schema_outputs "${header}" "${binary}" "${embedded}")
endfunction()
