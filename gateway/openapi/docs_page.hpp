// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/transcode/payload_reader.hpp"

#include <string>

namespace sinew::gateway {

/// An OpenAPI document as a page for people: whole in itself, without scripts, fonts or anything else from elsewhere.
auto docs_page(const ordered_json& document) -> std::string;

} // namespace sinew::gateway
