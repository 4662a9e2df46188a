// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/strangler.hpp"

#include "bridge/subjects.hpp"
#include "bridge/system_surroundings.hpp"
#include "gateway/preference.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/strangler/forwarding.hpp"
#include "gateway/strangler/side_choice.hpp"
#include "kernel/bytes.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace sinew::gateway {

namespace {

/// "/v1/orders/{id}/cancel" -> "orders"
auto resource_of(std::string_view pattern) -> std::string {
  const auto begin = pattern.find('/', 1) + 1;
  return std::string{pattern.substr(begin, pattern.find('/', begin) - begin)};
}

auto is_stream(const route& row) -> bool {
  return std::ranges::any_of(row.about.answers,
                             [](const told_answer& each) { return each.media_type == "text/event-stream"; });
}

auto no_stream(std::string_view path) -> http_response {
  return to_response({501, "not_forwarded", "the system that serves this has no event streams; look at it instead"},
                     path);
}

auto loop_detected(std::string_view path) -> http_response {
  return to_response({508, "loop_detected", "the legacy system of this resource is this gateway itself"}, path);
}

auto not_known_yet(std::string_view path) -> http_response {
  return to_response(problem_of(error{errc::unavailable, "it is not known yet which system serves this"}), path);
}

} // namespace

struct strangler::facts {
  switched_resource& of;
  bool names_id;
  bool is_stream;
  std::function<std::string(const call&)> made_id;
  call_handler handler;

  [[nodiscard]] auto id_of(const call& made) const -> std::string {
    return names_id ? made.at("id") : made_id ? made_id(made) : std::string{};
  }
};

struct strangler::passage {
  std::shared_ptr<const facts> row;
  std::shared_ptr<const switched_entry> by;
  call made;
  std::string id; // empty: of no single aggregate
  http_side answering;
};

strangler::strangler(surroundings in) : in_{std::move(in)}, systems_{in_.with, in_.bounds, in_.send} {}

auto strangler::wrap(std::vector<route> rows) -> std::vector<route> {
  for (auto& row : rows) {
    const auto name = resource_of(row.pattern);
    auto& of = resources_.try_emplace(name, name).first->second;
    const auto about = std::make_shared<const facts>(facts{.of = of,
                                                           .names_id = row.pattern.find("{id}") != std::string::npos,
                                                           .is_stream = is_stream(row),
                                                           .made_id = row.made_id,
                                                           .handler = std::move(row.handler)});
    row.handler = [this, about](const call& made, const http_answer& answer) { serve(about, made, answer); };
  }
  return rows;
}

auto strangler::start() -> result<void> {
  for (auto& [name, each] : resources_) {
    auto& entry = entries_
                      .try_emplace(name, in_.with.broker(), each.key(),
                                   [this, &of = each](std::string_view value) { on_entry(of, value); })
                      .first->second;
    if (auto listening = entry.start(); !listening)
      return listening;
  }
  return {};
}

void strangler::on_entry(switched_resource& of, std::string_view value) {
  if (!of.hear(value))
    return;
  systems_.keep_only([this](const std::string& authority) {
    return std::ranges::any_of(resources_, [&authority](const auto& each) {
      const auto& entry = each.second.entry();
      return entry && entry->upstream.authority() == authority;
    });
  });
}

auto strangler::unknown() const -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& [name, each] : resources_)
    if (!each.is_known())
      all.push_back(name);
  return all;
}

void strangler::look_again(const switched_resource& of, std::function<void()> done) {
  entries_.find(of.name())->second.ask(std::move(done));
}

/// Somebody has misspelt a resource: once for each.
void strangler::on_registry_changed() {
  const auto prefix = subject::route_key(subject::route_of_http, "x");
  const std::string_view all = std::string_view{prefix}.substr(0, prefix.size() - 1);
  for (const auto& [key, value] : in_.known.values())
    if (key.starts_with(all) && !value.empty() && find(std::string_view{key}.substr(all.size())) == nullptr &&
        strangers_.insert(key).second)
      spdlog::warn("the entry '{}' is of no resource that is served here", key);
}

auto strangler::find(std::string_view resource) -> switched_resource* {
  const auto found = resources_.find(resource);
  return found == resources_.end() ? nullptr : &found->second;
}

void strangler::visit(const std::function<void(switched_resource&)>& each) {
  for (auto& [name, resource] : resources_)
    each(resource);
}

void strangler::serve(const std::shared_ptr<const facts>& row, const call& made, const http_answer& answer) {
  if (!row->of.is_known())
    return answer(not_known_yet(made.request->path));
  const auto by = row->of.entry();
  // A path that could become another one over there is none of ours either: the handler says so.
  if (!by || !is_plain_path(made))
    return row->handler(made, answer);
  auto id = row->id_of(made);
  const auto side = side_of(by->route, id);
  if (in_.figures != nullptr)
    in_.figures->sides.at({row->of.name(), to_string(side)}).add();
  const bool is_compared = by->route.mode == http_route::way::both && !row->is_stream;
  if (side == http_side::modern && !is_compared)
    return row->handler(made, answer);
  if (row->is_stream)
    return answer(no_stream(made.request->path));
  if (has_passed(*made.request, in_.gateway))
    return answer(loop_detected(made.request->path));
  const auto p = std::make_shared<const passage>(passage{row, by, made, std::move(id), side});
  is_compared ? ask_both(p, answer) : ask_legacy(p, legacy_systems::purpose::answer, answer);
}

void strangler::ask_legacy(const shared_passage& p, legacy_systems::purpose why, http_answer answer) {
  const auto& asked = *p->made.request;
  const auto wait = preferred_wait(asked.header("Prefer")).value_or(std::chrono::seconds{0});
  systems_.ask(
      forwarded(p->made,
                {.to = p->by->upstream, .id = p->id, .pass_token = p->by->route.pass_token, .gateway = in_.gateway}),
      why, in_.bounds.patience + wait, [p, answer = std::move(answer)](legacy_systems::outcome got) {
        answer(got ? returned(std::move(*got), p->by->upstream) : to_response(got.error(), p->made.request->path));
      });
}

void strangler::ask_both(const shared_passage& p, const http_answer& answer) {
  using purpose = legacy_systems::purpose;
  auto& of = p->row->of;
  const bool is_legacys = p->answering == http_side::legacy;
  if (*comparisons_ == most_comparisons) {
    judge(of, parity::skipped, {}, {});
    return is_legacys ? ask_legacy(p, purpose::answer, answer) : p->row->handler(p->made, answer);
  }
  ++*comparisons_;
  const auto pair = std::make_shared<answer_pair>(answer_pair::terms{
      .what = {.method = p->made.request->method,
               .path = p->made.request->path,
               .id = p->id,
               .when = system_wall_clock{}.now()},
      .answering = p->answering,
      .ignore = p->by->route.ignore,
      .client = answer,
      .judged = [this, &of](parity how, compared_request what,
                            auto difference) { judge(of, how, std::move(what), std::move(difference)); },
      .seat = {nullptr, [open = comparisons_](void*) { --*open; }}});
  ask_legacy(p, is_legacys ? purpose::answer : purpose::comparison,
             [pair](http_response got) { pair->take(http_side::legacy, std::move(got)); });
  p->row->handler(p->made, [pair](http_response got) { pair->take(http_side::modern, std::move(got)); });
}

void strangler::judge(switched_resource& of, parity how, compared_request what,
                      std::optional<answer_difference> difference) {
  if (in_.figures != nullptr)
    in_.figures->compared.at({of.name(), to_string(how)}).add();
  difference ? of.report().add(std::move(what), std::move(*difference)) : of.report().count(how);
}

} // namespace sinew::gateway
