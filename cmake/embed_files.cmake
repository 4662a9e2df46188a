# Writes FILES (a ;-list of names) of FOLDER as `sinew::embedded::NAME` into OUTPUT: a table of names and bytes.
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ "${FOLDER}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${hex}")
  string(APPEND arrays "inline constexpr unsigned char ${NAME}_${number}[] = {${array}};\n")
  string(APPEND rows "    {\"${file}\", ${NAME}_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from the files of a folder; do not edit.
#pragma once
#include <span>
#include <string_view>
namespace sinew::embedded {
struct ${NAME}_file {
  std::string_view name;
  std::span<const unsigned char> content;
};
${arrays}inline constexpr ${NAME}_file ${NAME}[] = {
${rows}};
}
")
