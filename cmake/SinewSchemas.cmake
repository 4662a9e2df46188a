# sinew_schema(NAME [FOLDER folder]): folder/NAME.fbs (folder: schemas) -> generated/folder/NAME_generated.h and NAME.bfbs,
# and the binary schema once more as a C++ array (NAME_bfbs.hpp), so that a service can publish it without a file beside it.
# NAME_SCHEMA lists the files, for the sources of whatever is to wait for them. Installed too, for others' services.

find_program(FLATC flatc REQUIRED)
set(SINEW_EMBED "${CMAKE_CURRENT_LIST_DIR}/embed.cmake")
set(SINEW_GENERATED "${PROJECT_BINARY_DIR}/generated/schemas")

function(sinew_schema name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "")
  if(NOT arg_FOLDER)
    set(arg_FOLDER schemas)
  endif()
  set(source "${PROJECT_SOURCE_DIR}/${arg_FOLDER}/${name}.fbs")
  set(generated "${PROJECT_BINARY_DIR}/generated/${arg_FOLDER}")
  set(header "${generated}/${name}_generated.h")
  set(binary "${generated}/${name}.bfbs")
  set(embedded "${generated}/${name}_bfbs.hpp")
  file(MAKE_DIRECTORY "${generated}")
  file(GLOB all_schemas CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${arg_FOLDER}/*.fbs")
  add_custom_command(
    OUTPUT "${header}" "${binary}"
    COMMAND "${FLATC}" --cpp --cpp-std c++17 --scoped-enums --gen-name-strings --include-prefix "${arg_FOLDER}" -o "${generated}" "${source}"
    COMMAND "${FLATC}" --binary --schema --bfbs-comments --bfbs-builtins -o "${generated}" "${source}"
    DEPENDS ${all_schemas}
    COMMENT "flatc ${name}.fbs"
    VERBATIM)
  add_custom_command(
    OUTPUT "${embedded}"
    COMMAND "${CMAKE_COMMAND}" -DNAME=${name} -DINPUT=${binary} -DOUTPUT=${embedded} -P "${SINEW_EMBED}"
    DEPENDS "${binary}" "${SINEW_EMBED}"
    VERBATIM)
  set(${name}_SCHEMA "${header}" "${binary}" "${embedded}" PARENT_SCOPE)
  set_property(GLOBAL APPEND PROPERTY sinew_schema_outputs "${header}" "${binary}" "${embedded}")
endfunction()
