// SPDX-License-Identifier: Apache-2.0
#include "tools/client/state_reading.hpp"

#include "actors/service.hpp"
#include "tools/client/service_query.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

using std::chrono::milliseconds;

auto write_query(const state_question& what) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateQueryDirect(builder, what.aggregate.c_str(), what.id.c_str(), what.at));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

// Large states are welcome.
auto verified_answer(bytes_view body) -> const wire::StateAnswer* {
  return verified_table<wire::StateAnswer>(body, {.size = 8 * 1024 * 1024});
}

auto is_passing_answer(bytes_view body) -> bool {
  const auto* answer = verified_answer(body);
  return answer != nullptr && answer->error() != nullptr && is_passing(read_error(answer->error()->string_view()).code);
}

auto read_answer(const service_card& owner, const state_question& what, bytes_view body) -> result<ordered_json> {
  const auto* answer = verified_answer(body);
  if (answer == nullptr)
    return fail(errc::rejected_by_broker,
                fmt::format("service {} answers with something else than a state", owner.name));
  if (answer->error() != nullptr)
    return tl::unexpected{read_error(answer->error()->string_view())};
  const auto* snapshot = answer->snapshot();
  if (snapshot == nullptr || snapshot->version() == 0)
    return fail(errc::not_found,
                fmt::format("there is no {} '{}': nothing has ever happened to it", what.aggregate, what.id));
  const auto& saved = *snapshot->state();
  const bytes_view state{reinterpret_cast<const std::byte*>(saved.data()), saved.size()};
  return read_payload(*owner.schema, table_name(what.aggregate, "state"), state).map([&](ordered_json value) {
    return ordered_json{{"aggregate", what.aggregate},
                        {"id", what.id},
                        {"version", snapshot->version()},
                        {"position", snapshot->position()},
                        {"state", std::move(value)}};
  });
}

/// Who is to be asked. The schema is there.
auto owner_of(const catalog& known, const state_question& what) -> result<const service_card*> {
  if (auto ok = check_id(what.id); !ok)
    return tl::unexpected{ok.error()};
  return known.need(what.aggregate).and_then([](const service_card* owner) -> result<const service_card*> {
    if (!owner->schema)
      return fail(errc::unavailable, "the registry has no usable schema of service " + owner->name);
    return owner;
  });
}

} // namespace

void ask_state(client& with, std::shared_ptr<const catalog> known, state_question what, milliseconds patience,
               completion<ordered_json> done) {
  const auto owner = owner_of(*known, what);
  if (!owner) // never from inside the call
    return with.where().post([done = std::move(done), why = owner.error()] { done(tl::unexpected{why}); });
  service_query asked{
      .service = (*owner)->name, .query = "state", .body = write_query(what), .is_passing = is_passing_answer};
  ask_service(with, std::move(asked), patience,
              [known = std::move(known), owner = *owner, what = std::move(what),
               done = std::move(done)](const result<bytes>& answer) {
                done(answer.and_then([&](const bytes& body) { return read_answer(*owner, what, body); }));
              });
}

} // namespace sinew
