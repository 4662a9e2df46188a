// SPDX-License-Identifier: Apache-2.0
#include "services/payment/http_card_provider.hpp"

#include "services/outside/json_answer.hpp"

namespace shop {

namespace {

using nlohmann::json;
using sinew::errc;
using sinew::fail;
using answer = card_provider::answer;

constexpr std::string_view party = "card provider";

auto path_of(const payment_id& what) -> std::string {
  return "/v1/charges/" + what.text;
}

auto body_of(const card_provider::charge_order& what) -> std::string {
  return json{
      {"amount", what.amount.units}, {"currency", std::string{to_string(what.amount.in)}}, {"card", what.from.number}}
      .dump();
}

auto read_answer(const sinew::result<http_answer>& got) -> sinew::result<answer> {
  if (!got)
    return tl::unexpected{got.error()};
  const auto object = read_json(*got, party);
  if (!object)
    return tl::unexpected{object.error()};
  const auto status = text_of(*object, "status");
  if (status == "approved")
    return card_provider::approved{text_of(*object, "reference")};
  if (status == "declined")
    return card_provider::declined{text_of(*object, "code")};
  return fail(errc::invalid_input, "the card provider answers a charge with the unknown status '" + status + "'");
}

} // namespace

http_card_provider::http_card_provider(http_client_options client, const sinew::dependency_options& guard,
                                       sinew::loop& where, sinew::poster post)
    : line_{std::string{party}, std::move(client), guard, where, std::move(post)} {}

void http_card_provider::charge(const charge_order& what, sinew::completion<answer> done) {
  line_.ask<answer>({http_request::verb::put, path_of(what.payment), body_of(what)},
                    sinew::deadline_budget{what.deadline}, read_answer, std::move(done));
}

// Whatever the deadline was: what must be undone is undone.
void http_card_provider::cancel(const payment_id& what, sinew::completion<void> done) {
  line_.ask<void>(
      {http_request::verb::del, path_of(what), {}}, {}, [](const auto& got) { return read_voided(got, party); },
      std::move(done));
}

} // namespace shop
