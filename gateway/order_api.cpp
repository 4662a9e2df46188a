// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_api.hpp"

#include "bridge/subjects.hpp"
#include "gateway/event_feed.hpp"
#include "gateway/idempotency.hpp"
#include "gateway/json_body.hpp"
#include "gateway/order_view.hpp"
#include "gateway/outcome_wait.hpp"
#include "gateway/preference.hpp"
#include "gateway/problem_of.hpp"
#include "tools/client/state_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sinew::gateway {

namespace {

constexpr std::string_view aggregate = "order";
// Reads as on a stream that lies on several servers: right on one, too.
constexpr auto cautious = topology::durability::quorum;
// For the one question after a wait is over.
constexpr std::chrono::milliseconds last_look{500};

auto no_such_order(std::string_view id) -> problem {
  return {404, "not_found", fmt::format("there is no order '{}'", id)};
}

/// Whether it is theirs to see and to change.
auto is_for(const identity& who, const ordered_json& order) -> bool {
  const auto customer = order.find("customer");
  return customer != order.end() && customer->is_string() && who.may_act_for(customer->get_ref<const std::string&>());
}

/// Whether they ask for an order in the name of somebody else. What is no customer at all is for the service to tell.
auto is_for_another(const identity& who, const ordered_json& fields) -> bool {
  const auto* customer = fields.is_object() && fields.contains("customer") ? &fields.at("customer") : nullptr;
  if (customer == nullptr || !customer->is_string())
    return false;
  const auto& name = customer->get_ref<const std::string&>();
  return is_valid_id(name) && !who.may_act_for(name);
}

/// The domain's no, where HTTP has a better word for it.
auto refused(const receipt& how, std::string_view id) -> problem {
  if (how.outcome == wire::Outcome::refused && how.reason == "already_placed")
    return {422, "idempotency_key_reused",
            "this Idempotency-Key was used with another body; choose another key for another order", "Idempotency-Key"};
  if (how.outcome == wire::Outcome::refused && how.reason == "not_placed")
    return no_such_order(id);
  return problem_of(how);
}

auto version_in(std::string_view last_event_id) -> std::uint64_t {
  std::uint64_t version = 0;
  std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), version);
  return version;
}

auto entity_tag(const ordered_json& resource) -> std::string {
  return fmt::format("\"{}\"", resource.at("version").get<std::uint64_t>());
}

/// Weak or strong, one or several, or any (RFC 9110, 13.1.2).
auto names_tag(std::string_view if_none_match, std::string_view tag) -> bool {
  for (auto element : list_of(if_none_match)) {
    if (element.starts_with("W/"))
      element.remove_prefix(2);
    if (element == tag || element == "*")
      return true;
  }
  return false;
}

auto whole(const ordered_json& resource, http_headers more = {}) -> http_response {
  more.push_back({"ETag", entity_tag(resource)});
  return json_response(200, resource, std::move(more));
}

} // namespace

/// One command on its way, and how it is to be answered.
struct order_api::asked {
  std::string id;
  std::string command;
  uuid command_id;
  std::string actor;
  ordered_json fields;
  std::string instance;
  http_answer answer;
  /// How long the client prefers to wait for the order's end; nothing: not at all.
  std::optional<std::chrono::seconds> patience;
  shared_wait wait = nullptr;
  /// Until when it waits, from the receipt on.
  loop::time_point end{};

  void fail(const problem& why) const { answer(to_response(why, instance)); }
  void accept(const receipt& how) const {
    http_headers headers{{"Location", order_path(id)}};
    answer(json_response(202, receipt_resource(id, how), std::move(headers)));
  }
};

order_api::order_api(client& with, const registry_mirror& known, bounds b)
    : with_{with},
      known_{known},
      bounds_{b},
      door_{with, known, b.patience},
      tail_{with, subject::event_stream(aggregate), subject::events(aggregate)},
      log_{with.broker(), aggregate, cautious} {}

auto order_api::routes() -> std::vector<route> {
  return {
      {"POST", "/v1/orders", [this](const call& made, http_answer answer) { place(made, std::move(answer)); }},
      {"GET", "/v1/orders/{id}", [this](const call& made, const http_answer& answer) { show(made, answer); }},
      {"POST", "/v1/orders/{id}/cancel",
       [this](const call& made, const http_answer& answer) { with_own(made, answer, &order_api::cancel); }},
      {"GET", "/v1/orders/{id}/events",
       [this](const call& made, const http_answer& answer) { with_own(made, answer, &order_api::events); }},
  };
}

void order_api::on_registry_changed() {
  if (known_.current()->owner_of(aggregate) != nullptr)
    tail_.start();
}

// -- commands ---------------------------------------------------------------------------------------------------------

void order_api::place(const call& made, http_answer answer) {
  const auto& request = *made.request;
  const auto key = read_idempotency_key(request.header("Idempotency-Key"));
  if (!key)
    return answer(to_response({400, "no_idempotency_key", key.error().what, "Idempotency-Key"}, request.path));
  auto fields = read_json_body(request);
  if (!fields)
    return answer(to_response(fields.error(), request.path));
  if (is_for_another(made.who, *fields))
    return answer(to_response({403, "forbidden", "customers place orders for themselves", "customer"}, request.path));
  const auto id = id_for_key(made.caller, *key);
  const auto command_id = command_id_for_key("place", id, *key, *fields);
  send(std::make_shared<asked>(asked{.id = id,
                                     .command = "place",
                                     .command_id = command_id,
                                     .actor = "http/" + made.caller,
                                     .fields = std::move(*fields),
                                     .instance = request.path,
                                     .answer = std::move(answer),
                                     .patience = preferred_wait(request.header("Prefer"))}));
}

void order_api::cancel(const call& made, http_answer answer) {
  const auto& request = *made.request;
  const auto& id = made.at("id");
  auto fields = read_json_body(request, true);
  if (!fields)
    return answer(to_response(fields.error(), request.path));
  const auto header = request.header("Idempotency-Key");
  const auto key = header.empty() ? result<std::string>{} : read_idempotency_key(header);
  if (!key)
    return answer(to_response(problem_of(key.error()), request.path));
  // To cancel twice changes nothing, so no key is needed.
  const auto command_id = key->empty() ? with_.new_id() : command_id_for_key("cancel", id, *key, *fields);
  send(std::make_shared<asked>(asked{.id = id,
                                     .command = "cancel",
                                     .command_id = command_id,
                                     .actor = "http/" + made.caller,
                                     .fields = std::move(*fields),
                                     .instance = request.path,
                                     .answer = std::move(answer),
                                     .patience = preferred_wait(request.header("Prefer"))}));
}

void order_api::send(std::shared_ptr<asked> a) {
  auto command = door_.write({.aggregate = std::string{aggregate},
                              .command = a->command,
                              .id = a->id,
                              .command_id = a->command_id,
                              .actor = a->actor,
                              .fields = std::move(a->fields)});
  if (!command)
    return a->fail(problem_of(command.error()));
  if (a->patience && tail_.is_on()) // before it is sent: so its end cannot be missed
    a->wait = outcome_wait::begin(with_.where(), tail_, {std::string{aggregate}, a->id}, last_events_of_an_order());
  door_.send(std::move(*command), [this, a = std::move(a)](const result<receipt>& how) { on_receipt(a, how); });
}

void order_api::on_receipt(const std::shared_ptr<asked>& a, const result<receipt>& how) {
  if (!how)
    return a->fail(problem_of(how.error()));
  if (how->outcome != wire::Outcome::accepted)
    return a->fail(refused(*how, a->id));
  if (!a->wait)
    return a->accept(*how);
  a->end = with_.where().now() + *a->patience;
  // What is repeated, or cancelled, may have ended before anybody waited for it.
  if (how->repeated || a->command == "cancel")
    return answer_with_end(a, [this, a, how = *how] { await_end(a, how); });
  await_end(a, *how);
}

void order_api::await_end(const std::shared_ptr<asked>& a, const receipt& how) {
  a->wait->then(time_left(*a), [this, a, how] { answer_with_end(a, [a, how] { a->accept(how); }); });
}

auto order_api::time_left(const asked& a) const -> std::chrono::milliseconds {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(a.end - with_.where().now());
  return std::max(left, std::chrono::milliseconds{0});
}

void order_api::answer_with_end(const std::shared_ptr<asked>& a, std::function<void()> otherwise) {
  const auto patience = std::clamp(time_left(*a), std::min(last_look, bounds_.patience), bounds_.patience);
  ask(a->id, patience, [a, otherwise = std::move(otherwise)](const result<ordered_json>& order) {
    if (!order || !has_ended(*order))
      return otherwise();
    a->answer(whole(*order, {{"Location", order_path(a->id)},
                             {"Preference-Applied", fmt::format("wait={}", a->patience->count())}}));
  });
}

void order_api::with_own(const call& made, const http_answer& answer,
                         void (order_api::*then)(const call&, http_answer)) {
  const auto& id = made.at("id");
  if (!is_valid_id(id))
    return answer(to_response(no_such_order(id), made.request->path));
  if (made.who.is_staff())
    return (this->*then)(made, answer);
  ask(id, bounds_.patience, [this, made, answer, then](const result<ordered_json>& order) {
    if (order && is_for(made.who, *order))
      return (this->*then)(made, answer);
    const bool is_unknown = !order && order.error().code != errc::not_found;
    answer(to_response(is_unknown ? problem_of(order.error()) : no_such_order(made.at("id")), made.request->path));
  });
}

// -- looking ----------------------------------------------------------------------------------------------------------

void order_api::ask(std::string id, std::chrono::milliseconds patience, completion<ordered_json> done) {
  if (known_.current()->owner_of(aggregate) == nullptr) {
    with_.where().post(
        [done = std::move(done)] { done(fail(errc::unavailable, "no service has registered for orders")); });
    return;
  }
  ask_state(with_, known_.current(), {std::string{aggregate}, std::move(id)}, patience,
            [done = std::move(done)](const result<ordered_json>& state) { done(state.map(order_resource)); });
}

void order_api::show(const call& made, const http_answer& answer) {
  const auto& id = made.at("id");
  if (!is_valid_id(id))
    return answer(to_response(no_such_order(id), made.request->path));
  ask(id, bounds_.patience, [id, answer, who = made.who, request = made.request](const result<ordered_json>& order) {
    const bool is_missing = order ? !is_for(who, *order) : order.error().code == errc::not_found;
    if (is_missing)
      return answer(to_response(no_such_order(id), request->path));
    if (!order)
      return answer(to_response(problem_of(order.error()), request->path));
    if (!names_tag(request->header("If-None-Match"), entity_tag(*order)))
      return answer(whole(*order));
    answer({.status = 304, .headers = {{"ETag", entity_tag(*order)}}, .body = {}, .stream = {}});
  });
}

void order_api::events(const call& made, http_answer answer) {
  const auto& id = made.at("id");
  const auto& path = made.request->path;
  if (!tail_.is_on())
    return answer(to_response(problem_of(error{errc::unavailable, "the orders' log is not followed yet"}), path));
  if (*open_streams_ >= bounds_.event_streams)
    return answer(to_response(problem_of(error{errc::overloaded, "too many event streams are open"}), path));
  ++*open_streams_;
  const std::shared_ptr<void> seat{nullptr, [open = open_streams_](void*) { --*open; }};
  event_feed::open({.where = with_.where(), .tail = tail_, .log = log_, .known = known_},
                   {.key = {std::string{aggregate}, id},
                    .after = version_in(made.request->header("Last-Event-ID")),
                    .is_last = ends_an_order,
                    .censor = make_public,
                    .seat = seat,
                    .instance = path},
                   std::move(answer));
}

} // namespace sinew::gateway
