// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"

#include <flatbuffers/reflection.h>

namespace sinew {

/// Whether the bytes are a FlatBuffer of that table, through and through, so that every field of it may be read.
///
/// FlatBuffers has the same for generated code, which the tools have not, and for schemas; but that one (2.0) follows the
/// offset of a table or vector before it has looked whether the offset itself lies within the bytes.
auto is_payload_of(const reflection::Schema& schema, const reflection::Object& table, bytes_view payload,
                   const message_limits& limits) -> bool;

} // namespace sinew
