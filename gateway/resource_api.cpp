// SPDX-License-Identifier: Apache-2.0
#include "gateway/resource_api.hpp"

#include "gateway/idempotency.hpp"
#include "gateway/json_body.hpp"
#include "gateway/openapi/resource_operation.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

using need = action::need;

auto names_id(const action& asked) -> bool {
  return asked.below.find("{id}") != std::string_view::npos;
}

/// Whether they ask in the name of somebody else. What is no customer at all is for the service to tell.
auto is_for_another(const identity& who, const resource& what, const ordered_json& fields) -> bool {
  const auto owner = fields.find(std::string{what.owner});
  if (what.owner.empty() || owner == fields.end() || !owner->is_string())
    return false;
  const auto& customer = owner->get_ref<const std::string&>();
  return is_valid_id(customer) && !who.may_act_for(customer);
}

/// Empty where there is none and none is needed.
auto read_key(const action& asked, const http_request& request) -> tl::expected<std::string, problem> {
  const auto header = request.header("Idempotency-Key");
  if (asked.key != need::required && header.empty())
    return std::string{};
  return read_idempotency_key(header).map_error([](const error& why) {
    return problem{400, "no_idempotency_key", why.what, "Idempotency-Key"};
  });
}

auto read_fields(const action& asked, const api_version& as, const http_request& request)
    -> tl::expected<ordered_json, problem> {
  if (asked.body == need::none)
    return ordered_json::object();
  auto fields = read_json_body(request, asked.body == need::optional);
  if (!fields)
    return fields;
  if (!fields->is_object())
    return tl::unexpected{problem{400, "invalid_input", "the data: expected an object"}};
  const auto sent = [&](std::string_view name) { return fields->contains(name); };
  if (const auto extra = std::ranges::find_if(asked.given, sent); extra != asked.given.end())
    return tl::unexpected{
        problem{400, "invalid_input", fmt::format("{}: is not to be sent here", *extra), std::string{*extra}}};
  if (auto bad = as.read ? as.read(*fields) : std::nullopt)
    return tl::unexpected{std::move(*bad)};
  return fields;
}

} // namespace

auto resource_api::routes() -> std::vector<route> {
  std::vector<route> rows;
  const auto at = [this](std::string_view below) { return what_.path + std::string{below}; };
  const auto owner = what_.owner == "id" ? what_.owner : std::string_view{};
  rows.push_back({.method = "GET",
                  .pattern = at("/{id}"),
                  .handler = [this](const call& made, const http_answer& answer) { show(made, answer); },
                  .needs = what_.shown_to,
                  .owner = owner,
                  .about = looking_at(what_)});
  for (const auto& each : what_.actions)
    rows.push_back(
        {.method = each.method,
         .pattern = at(each.below),
         .handler = [this, &each](const call& made, const http_answer& answer) { perform(each, made, answer); },
         .needs = each.needs,
         .owner = names_id(each) ? owner : std::string_view{},
         .made_id = [this, &each](const call& made) { return made_id(each, made); },
         .about = operation_of(what_, each)});
  return rows;
}

auto resource_api::made_id(const action& asked, const call& made) const -> std::string {
  const auto key = read_key(asked, *made.request);
  return key ? id_of(asked, made, *key) : std::string{};
}

void resource_api::show(const call& made, const http_answer& answer) {
  const auto draft = std::make_shared<command_draft>(command_draft{.made = made, .id = made.at("id")});
  look(draft, [this, draft, answer](const std::optional<problem>& wrong) {
    const auto& request = *draft->made.request;
    if (wrong)
      return answer(to_response(*wrong, request.path));
    answer(whole_unless_known(as_written(what_, draft->before), request.header("If-None-Match")));
  });
}

void resource_api::look(const shared_draft& draft, next_step next) {
  if (!is_valid_id(draft->id))
    return next(not_found(what_, draft->id));
  with_.services.ask({std::string{what_.aggregate}, draft->id},
                     [this, draft, next = std::move(next)](const result<ordered_json>& state) {
                       if (!state && state.error().code != errc::not_found)
                         return next(problem_of(state.error()));
                       if (state)
                         draft->before = shown(what_, *state);
                       if (!is_for(draft->made.who, what_, draft->before)) // whether it exists is not their business
                         draft->before = nullptr;
                       next(draft->before.is_null() ? std::optional{not_found(what_, draft->id)} : std::nullopt);
                     });
}

void resource_api::perform(const action& asked, const call& made, const http_answer& answer) {
  auto made_draft = draft_of(asked, made);
  if (!made_draft)
    return answer(to_response(made_draft.error(), made.request->path));
  const auto& draft = *made_draft;
  // Of what was sent, not of what is made of it: a repetition is the same command, whatever prices have become.
  const auto command_id = draft->key.empty() ? with_.with.new_id()
                                             : command_id_for_key(asked.command, draft->id, draft->key, draft->fields);
  prepare(asked, draft, [this, &asked, draft, command_id, answer](const std::optional<problem>& wrong) {
    if (wrong)
      return answer(to_response(*wrong, draft->made.request->path));
    send(asked, draft, command_id, answer);
  });
}

auto resource_api::draft_of(const action& asked, const call& made) const -> tl::expected<shared_draft, problem> {
  const auto& request = *made.request;
  auto key = read_key(asked, request);
  if (!key)
    return tl::unexpected{key.error()};
  auto fields = read_fields(asked, *what_.seen_through, request);
  if (!fields)
    return tl::unexpected{fields.error()};
  if (is_for_another(made.who, what_, *fields))
    return tl::unexpected{problem{403, "forbidden", "customers act for themselves alone", std::string{what_.owner}}};
  const auto draft = std::make_shared<command_draft>(command_draft{.made = made, .id = id_of(asked, made, *key)});
  draft->is_id_of_key = !names_id(asked) && !is_own(made);
  if (!is_valid_id(draft->id))
    return tl::unexpected{not_found(what_, draft->id)};
  draft->key = std::move(*key);
  draft->fields = std::move(*fields);
  return draft;
}

/// A customer who registers becomes the one that their token names.
auto resource_api::is_own(const call& made) const -> bool {
  return what_.owner == "id" && !made.who.is_staff();
}

auto resource_api::id_of(const action& asked, const call& made, const std::string& key) const -> std::string {
  if (names_id(asked))
    return made.at("id");
  return is_own(made) ? made.who.subject : id_for_key(made.caller, key);
}

void resource_api::prepare(const action& asked, const shared_draft& draft, next_step next) {
  const auto complete = [&asked, draft](const next_step& then) {
    asked.prepare ? asked.prepare(draft, then) : then(std::nullopt);
  };
  // Where the body does not name its owner, only the log tells whose it is.
  const bool may_be_anothers = what_.owner == "customer" && names_id(asked) && asked.body != need::required;
  if (!asked.looks && (draft->made.who.is_staff() || !may_be_anothers))
    return complete(next);
  look(draft, [complete, next = std::move(next)](std::optional<problem> wrong) {
    wrong ? next(std::move(wrong)) : complete(next);
  });
}

void resource_api::send(const action& asked, const shared_draft& draft, const uuid& command_id,
                        const http_answer& answer) {
  const auto accepted = [&asked, draft](const receipt& how) {
    const auto id = asked.made_id ? asked.made_id(*draft) : draft->id;
    // What it makes is another service's, whose log goes by other numbers than the receipt's.
    const auto told = asked.made_id ? ordered_json{{"id", id}} : receipt_resource(id, how);
    http_headers headers;
    if (!asked.made_id)
      headers.push_back(position_header(told));
    if (!asked.makes_at.empty())
      headers.push_back({"Location", fmt::format("{}/{}", asked.makes_at, id)});
    return json_response(asked.status, told, std::move(headers));
  };
  const auto objection = [this, &asked, draft](const receipt& how) -> std::optional<problem> {
    if (asked.objection)
      if (auto against = asked.objection(*draft, how))
        return against;
    if (how.outcome == wire::Outcome::accepted)
      return std::nullopt;
    return refusal_of(what_, *draft, draft->is_id_of_key || asked.made_id, how);
  };
  with_.flow.run({.what = {.aggregate = std::string{what_.aggregate},
                           .command = std::string{asked.command},
                           .id = draft->id,
                           .command_id = command_id,
                           .actor = "http/" + draft->made.caller,
                           .fields = draft->fields,
                           .trace = draft->made.trace,
                           .time_hops = draft->made.times != nullptr},
                  .instance = draft->made.request->path,
                  .answer = answer,
                  .objection = objection,
                  .accepted = accepted,
                  .expected = asked.expects ? asked.expects(*draft) : std::nullopt,
                  .times = draft->made.times});
}

} // namespace sinew::gateway
