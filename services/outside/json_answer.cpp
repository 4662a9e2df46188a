// SPDX-License-Identifier: Apache-2.0
#include "services/outside/json_answer.hpp"

namespace shop {

namespace {

using nlohmann::json;
using sinew::errc;
using sinew::fail;

} // namespace

auto read_json(const http_answer& answer, std::string_view party) -> sinew::result<json> {
  const std::string who{party};
  if (answer.status == 429)
    return fail(errc::overloaded, "the " + who + " has too much to do");
  if (answer.status < 200 || answer.status > 299)
    return fail(errc::invalid_input,
                "the " + who + " answers " + std::to_string(answer.status) + ": " + answer.body.substr(0, 200));
  auto object = json::parse(answer.body, nullptr, false);
  if (!object.is_object())
    return fail(errc::invalid_input, "the " + who + " answers with something that is no JSON object");
  return object;
}

auto text_of(const json& object, std::string_view field) -> std::string {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto read_voided(const sinew::result<http_answer>& answer, std::string_view party) -> sinew::result<void> {
  if (!answer)
    return tl::unexpected{answer.error()};
  const auto object = read_json(*answer, party);
  if (!object)
    return tl::unexpected{object.error()};
  if (text_of(*object, "status") != "voided")
    return fail(errc::invalid_input, "the " + std::string{party} + " answers a cancellation with '" +
                                         text_of(*object, "status") + "' instead of 'voided'");
  return {};
}

} // namespace shop
