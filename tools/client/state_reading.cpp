// SPDX-License-Identifier: Apache-2.0
#include "tools/client/state_reading.hpp"

#include "actors/service.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{250};
// One attempt waits no longer: whoever was asked may have died since.
constexpr milliseconds attempt_patience{3'000};

auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded;
}

auto write_query(const state_question& what) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateQueryDirect(builder, what.aggregate.c_str(), what.id.c_str(), what.at));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

/// "not_found: there is no order o-9" -> the error it was.
auto read_error(std::string_view text) -> error {
  for (const auto code :
       {errc::invalid_input, errc::unknown_type, errc::not_found, errc::conflict, errc::outcome_unknown,
        errc::overloaded, errc::unavailable, errc::deadline_exceeded, errc::rejected_by_broker, errc::system_failure})
    if (text.starts_with(to_string(code)))
      return {code, std::string{text.substr(std::min(text.size(), to_string(code).size() + 2))}};
  return {errc::rejected_by_broker, std::string{text}};
}

auto read_answer(const service_card& owner, const state_question& what, bytes_view body) -> result<ordered_json> {
  const auto* answer = verified_table<wire::StateAnswer>(body, {.size = 8 * 1024 * 1024});
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

/// One question, until it has its answer.
class asking : public std::enable_shared_from_this<asking> {
 public:
  asking(client& with, std::shared_ptr<const catalog> known, state_question what, milliseconds patience,
         completion<ordered_json> done)
      : with_{with},
        known_{std::move(known)},
        what_{std::move(what)},
        end_{with.where().now() + patience},
        done_{std::move(done)} {}

  void start() {
    const auto owner = owner_of(*known_, what_);
    if (!owner) // never from inside the call
      return with_.where().post([self = shared_from_this(), why = owner.error()] { self->done_(tl::unexpected{why}); });
    owner_ = *owner;
    try_once();
  }

 private:
  void try_once() {
    const auto left = std::chrono::duration_cast<milliseconds>(end_ - with_.where().now());
    with_.broker().request(
        subject::query(owner_->name, "state"), {}, write_query(what_),
        std::clamp(left, milliseconds{1}, attempt_patience),
        [self = shared_from_this()](const result<broker_message>& answer) { self->on_answer(answer); });
  }

  void on_answer(const result<broker_message>& answer) {
    auto state = answer ? read_answer(*owner_, what_, answer->body()) : tl::unexpected{answer.error()};
    if (state || !is_passing(state.error().code) || with_.where().now() + pause_ >= end_)
      return done_(answer || answer.error().code != errc::unavailable ? std::move(state) : nobody());
    with_.where().after(pause_, [self = shared_from_this()] { self->try_once(); });
    pause_ = std::min(pause_ * 2, milliseconds{longest_pause});
  }

  [[nodiscard]] auto nobody() const -> result<ordered_json> {
    return fail(errc::unavailable,
                fmt::format("no instance of service {} answers; start it with `sinew up`", owner_->name));
  }

  client& with_;
  std::shared_ptr<const catalog> known_;
  state_question what_;
  loop::time_point end_;
  completion<ordered_json> done_;
  const service_card* owner_ = nullptr;
  milliseconds pause_ = first_pause;
};

} // namespace

void ask_state(client& with, std::shared_ptr<const catalog> known, state_question what, milliseconds patience,
               completion<ordered_json> done) {
  std::make_shared<asking>(with, std::move(known), std::move(what), patience, std::move(done))->start();
}

} // namespace sinew
