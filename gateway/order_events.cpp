// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_events.hpp"

#include "gateway/event_feed.hpp"
#include "gateway/order_view.hpp"
#include "gateway/problem_of.hpp"

#include <fmt/format.h>

#include <charconv>

namespace sinew::gateway {

namespace {

constexpr std::string_view aggregate = "order";
// Reads as on a stream that lies on several servers: right on one, too.
constexpr auto cautious = topology::durability::quorum;

auto version_in(std::string_view last_event_id) -> std::uint64_t {
  std::uint64_t version = 0;
  std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), version);
  return version;
}

} // namespace

order_events::order_events(client& with, const registry_mirror& known, guarded_services& services, event_tail& orders,
                           std::size_t most_streams)
    : with_{with},
      known_{known},
      services_{services},
      orders_{orders},
      log_{with.broker(), aggregate, cautious},
      most_streams_{most_streams} {}

auto order_events::routes() -> std::vector<route> {
  return {{.method = "GET",
           .pattern = "/v1/orders/{id}/events",
           .handler = [this](const call& made, const http_answer& answer) { check(made, answer); },
           .about = {.tag = "orders",
                     .summary = "What happens to it, as Server-Sent Events",
                     .parameters = {{.in = "header", .name = "Last-Event-ID", .text = "Only what comes behind that."}},
                     .answers = {{.status = 200,
                                  .text = "Events, each with its CloudEvent as data.",
                                  .media_type = "text/event-stream"},
                                 {.status = 204, .text = "Nothing more can come."}}}}};
}

/// Only the log tells whose it is; to other customers it is not there.
void order_events::check(const call& made, const http_answer& answer) {
  const auto& id = made.at("id");
  const auto& path = made.request->path;
  const auto missing = to_response({404, "not_found", fmt::format("there is no order '{}'", id)}, path);
  if (!is_valid_id(id))
    return answer(missing);
  if (made.who.is_staff())
    return open(made, answer);
  services_.ask({std::string{aggregate}, id}, [this, made, answer, missing](const result<ordered_json>& order) {
    if (!order && order.error().code != errc::not_found)
      return answer(to_response(problem_of(order.error()), made.request->path));
    if (!order || !made.who.may_act_for(order->at("state").value("customer", "")))
      return answer(missing);
    open(made, answer);
  });
}

void order_events::open(const call& made, http_answer answer) {
  const auto& id = made.at("id");
  const auto& path = made.request->path;
  if (!orders_.is_on())
    return answer(to_response(problem_of(error{errc::unavailable, "the orders' log is not followed yet"}), path));
  if (*open_streams_ >= most_streams_)
    return answer(to_response(problem_of(error{errc::overloaded, "too many event streams are open"}), path));
  ++*open_streams_;
  const std::shared_ptr<void> seat{nullptr, [open = open_streams_](void*) { --*open; }};
  event_feed::open({.where = with_.where(), .tail = orders_, .log = log_, .known = known_},
                   {.key = {std::string{aggregate}, id},
                    .after = version_in(made.request->header("Last-Event-ID")),
                    .is_last = ends_an_order,
                    .censor = make_public,
                    .seat = seat,
                    .instance = path},
                   std::move(answer));
}

} // namespace sinew::gateway
