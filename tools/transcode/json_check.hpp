// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <flatbuffers/reflection.h>
#include <nlohmann/json.hpp>

namespace sinew {

/// Holds JSON against the table it is to become: no unknown field, nothing required missing, each value of its field's
/// type and range. invalid_input names the field by its path: "lines[0].quantity: …".
auto check_json(const reflection::Schema& schema, const reflection::Object& table, const nlohmann::ordered_json& value)
    -> result<void>;

} // namespace sinew
