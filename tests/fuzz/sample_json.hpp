// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/transcode/payload_reader.hpp"

namespace sinew::fuzz {

/// A table with every field set to something its service takes, made from the schema alone: a new field is in the seeds as
/// soon as it is in the schema.
auto sample_json(const reflection::Schema& schema, const reflection::Object& table) -> ordered_json;

} // namespace sinew::fuzz
