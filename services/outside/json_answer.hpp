// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "services/outside/http_client.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace shop {

/// The JSON object of a 2xx answer. `party` names who answered. overloaded: it says 429, so later. invalid_input: any other
/// status, or a body that is no JSON object: it does not understand us, or we not it.
auto read_json(const http_answer& answer, std::string_view party) -> sinew::result<nlohmann::json>;

/// The text of a field; empty when there is none or it is no text.
auto text_of(const nlohmann::json& object, std::string_view field) -> std::string;

/// The answer to a cancellation: nothing but {"status":"voided"} will do.
auto read_voided(const sinew::result<http_answer>& answer, std::string_view party) -> sinew::result<void>;

} // namespace shop
