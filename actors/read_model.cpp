// SPDX-License-Identifier: Apache-2.0
#include "actors/read_model.hpp"

namespace sinew {

auto to_string(column_type type) -> std::string_view {
  switch (type) {
    case column_type::text: return "text";
    case column_type::number: return "number";
    case column_type::time: return "time";
  }
  return "?";
}

} // namespace sinew
