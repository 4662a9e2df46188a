// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/http_carrier.hpp"

#include "services/outside/json_answer.hpp"

namespace shop {

namespace {

using nlohmann::json;
using sinew::errc;
using sinew::fail;
using answer = carrier::answer;

constexpr std::string_view party = "carrier";

auto path_of(std::string_view shipment) -> std::string {
  return "/v1/bookings/" + std::string{shipment};
}

auto body_of(const address& to) -> std::string {
  return json{
      {"name", to.name}, {"street", to.street}, {"postcode", to.postcode}, {"city", to.city}, {"country", to.country}}
      .dump();
}

auto read_answer(const sinew::result<http_answer>& got) -> sinew::result<answer> {
  if (!got)
    return tl::unexpected{got.error()};
  const auto object = read_json(*got, party);
  if (!object)
    return tl::unexpected{object.error()};
  const auto status = text_of(*object, "status");
  if (status == "booked")
    return carrier::booked{text_of(*object, "tracking")};
  if (status == "refused")
    return carrier::refused{text_of(*object, "code")};
  return fail(errc::invalid_input, "the carrier answers a booking with the unknown status '" + status + "'");
}

} // namespace

http_carrier::http_carrier(http_client_options client, const sinew::dependency_options& guard, sinew::loop& where,
                           sinew::poster post)
    : line_{std::string{party}, std::move(client), guard, where, std::move(post)} {}

void http_carrier::book(std::string_view shipment, const address& to, sinew::timestamp deadline,
                        sinew::completion<answer> done) {
  line_.ask<answer>({http_request::verb::put, path_of(shipment), body_of(to)}, sinew::deadline_budget{deadline},
                    read_answer, std::move(done));
}

// Whatever the deadline was: what must be undone is undone.
void http_carrier::cancel(std::string_view shipment, sinew::completion<void> done) {
  line_.ask<void>(
      {http_request::verb::del, path_of(shipment), {}}, {}, [](const auto& got) { return read_voided(got, party); },
      std::move(done));
}

} // namespace shop
