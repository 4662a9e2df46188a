// SPDX-License-Identifier: Apache-2.0
#include "tools/client/list_reading.hpp"

#include "schemas/message.hpp"
#include "tools/client/service_query.hpp"
#include "tools/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

using std::chrono::milliseconds;

// An instance waits so long for a position; then another may be further.
constexpr milliseconds wait_for_position{2'000};
// On top of that, for the answer to come.
constexpr milliseconds answer_patience{3'000};

struct comparison_sign {
  std::string_view text;
  wire::Comparison means;
};
// Longer ones first.
constexpr comparison_sign signs[] = {{"!=", wire::Comparison::not_equal}, {"<=", wire::Comparison::at_most},
                                     {">=", wire::Comparison::at_least},  {"=", wire::Comparison::equal},
                                     {"<", wire::Comparison::less},       {">", wire::Comparison::greater}};

auto write_query(const list_question& what, milliseconds patience) -> bytes {
  flatbuffers::FlatBufferBuilder b;
  std::vector<flatbuffers::Offset<wire::ListFilter>> filters;
  for (const auto& each : what.filters)
    filters.push_back(wire::CreateListFilterDirect(b, each.column.c_str(), each.comparison, each.value.c_str()));
  const auto text = [](const std::string& value) { return value.empty() ? nullptr : value.c_str(); };
  const auto wait = std::clamp(patience / 2, milliseconds{1}, wait_for_position);
  b.Finish(wire::CreateListQueryDirect(b, &filters, text(what.search), text(what.sort), what.limit, text(what.cursor),
                                       what.at_least, static_cast<std::uint32_t>(wait.count())));
  return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
}

// A page is larger than a message may be on its way in.
auto verified_answer(bytes_view body) -> const wire::ListAnswer* {
  return verified_table<wire::ListAnswer>(body, {.size = 8 * 1024 * 1024});
}

// deadline_exceeded: another instance may have seen the position.
auto is_passing_answer(bytes_view body) -> bool {
  const auto* answer = verified_answer(body);
  if (answer == nullptr || answer->error() == nullptr)
    return false;
  const auto code = read_error(answer->error()->string_view()).code;
  return is_passing(code) || code == errc::deadline_exceeded;
}

auto read_answer(const service_card& owner, const service_card::read_model& model, bytes_view body) -> result<listed> {
  const auto* answer = verified_answer(body);
  if (answer == nullptr)
    return fail(errc::rejected_by_broker,
                fmt::format("service {} answers with something else than a list", owner.name));
  if (answer->error() != nullptr)
    return tl::unexpected{read_error(answer->error()->string_view())};
  listed page{
      .rows = {}, .next = answer->next() == nullptr ? "" : answer->next()->str(), .position = answer->position()};
  if (answer->rows() == nullptr)
    return page;
  for (const auto* each : *answer->rows()) {
    const auto& saved = *each->row();
    auto row = read_payload(*owner.schema, model.row, {reinterpret_cast<const std::byte*>(saved.data()), saved.size()});
    if (!row)
      return tl::unexpected{row.error()};
    page.rows.push_back(std::move(*row));
  }
  return page;
}

/// Who is to be asked, and for what.
struct addressee {
  const service_card* owner;
  const service_card::read_model* model;
};

auto names_of(const service_card& card) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& each : card.read_models)
    names.push_back(each.name);
  return names;
}

auto find_addressee(const catalog& known, const list_question& what) -> result<addressee> {
  const auto* owner = known.find(what.service);
  if (owner == nullptr)
    return fail(errc::unknown_type, fmt::format("no service '{}' has registered; see `sinew describe`", what.service));
  const auto* model = owner->find_read_model(what.model);
  if (model == nullptr) {
    const auto names = names_of(*owner);
    return fail(errc::unknown_type,
                fmt::format("service {} has no read model '{}'{}", what.service, what.model,
                            names.empty() ? std::string{} : fmt::format("; there are {}", fmt::join(names, ", "))));
  }
  if (!owner->schema)
    return fail(errc::unavailable, "the registry has no usable schema of service " + owner->name);
  return addressee{owner, model};
}

} // namespace

auto parse_list_filter(std::string_view text) -> result<list_filter> {
  const auto at = text.find_first_of("!<=>");
  if (at != std::string_view::npos && at > 0)
    for (const auto& sign : signs)
      if (text.substr(at).starts_with(sign.text))
        return list_filter{std::string{text.substr(0, at)}, sign.means,
                           std::string{text.substr(at + sign.text.size())}};
  return fail(errc::invalid_input,
              fmt::format("'{}' is no condition like customer=c-1, total>=1000 or stage!=cancelled", text));
}

void ask_list(client& with, std::shared_ptr<const catalog> known, list_question what, milliseconds patience,
              completion<listed> done) {
  const auto found = find_addressee(*known, what);
  if (!found) // never from inside the call
    return with.where().post([done = std::move(done), why = found.error()] { done(tl::unexpected{why}); });
  service_query asked{.service = what.service,
                      .query = what.model,
                      .body = write_query(what, patience),
                      .attempt = wait_for_position + answer_patience,
                      .is_passing = is_passing_answer};
  ask_service(with, std::move(asked), patience,
              [known = std::move(known), to = *found, done = std::move(done)](const result<bytes>& answer) {
                done(answer.and_then([&](const bytes& body) { return read_answer(*to.owner, *to.model, body); }));
              });
}

} // namespace sinew
