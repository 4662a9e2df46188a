# Writes INPUT as a C++ byte array `sinew::embedded::NAME_bfbs` into OUTPUT.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${hex}")
file(WRITE "${OUTPUT}" "// Generated from a schema; do not edit.
#pragma once
#include <cstdint>
namespace sinew::embedded {
inline constexpr std::uint8_t ${NAME}_bfbs[] = {${array}};
}
")
