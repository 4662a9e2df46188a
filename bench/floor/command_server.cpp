// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/command_server.hpp"

#include "bridge/subjects.hpp"
#include "schemas/message.hpp"

namespace sinew::bench {

namespace {

auto body_of(const plain_message& m) -> bytes_view {
  return sinew::as_bytes({natsMsg_GetData(m.get()), static_cast<std::size_t>(natsMsg_GetDataLength(m.get()))});
}

/// Null: no envelope. Verified in place, for whoever answers requests must not trust them.
auto envelope_in(const plain_message& m) -> const wire::Envelope* {
  const auto body = body_of(m);
  flatbuffers::Verifier verifier{as_uint8(body), body.size()};
  return wire::VerifyEnvelopeBuffer(verifier) ? wire::GetEnvelope(body.data()) : nullptr;
}

/// Of a command that was verified.
auto envelope_of(const plain_message& m) -> const wire::Envelope& {
  return *wire::GetEnvelope(body_of(m).data());
}

auto command_id(const plain_message& m) -> uuid {
  return from_wire(*envelope_of(m).entries()->Get(0)->id());
}

} // namespace

command_server::command_server(plain_link& on, plain_journal& log, std::string aggregate)
    : link_{on}, log_{log}, aggregate_{std::move(aggregate)} {}

auto command_server::serve() -> result<void> {
  return link_.subscribe(subject::commands(aggregate_), [this](natsMsg* m) { take(plain_message{m}); });
}

void command_server::take(plain_message command) {
  const auto* envelope = envelope_in(command);
  if (envelope == nullptr || envelope->entries()->size() == 0 ||
      !is_valid_id(envelope->aggregate_id()->string_view()) || !is_valid_name(envelope->type()->string_view()))
    return; // nobody but the rig asks here; whoever else does waits in vain
  auto& one = *states_.try_emplace(envelope->aggregate_id()->str()).first;
  if (one.second.under_way)
    return one.second.waiting.push_back(std::move(command));
  begin(one, std::move(command));
}

void command_server::begin(by_id::value_type& one, plain_message command) {
  auto& [id, state] = one;
  state.under_way = std::move(command);
  if (!state.is_unsure)
    return append(one);
  log_.last(subject::events_of({aggregate_, id}), [this, &one](std::uint64_t position) {
    one.second.last = position;
    one.second.is_unsure = false;
    append(one);
  });
}

void command_server::append(by_id::value_type& one) {
  const auto& [id, state] = one;
  const aggregate_key key{aggregate_, id};
  log_.append(subject::event(key, envelope_of(state.under_way).type()->str() + "ed"), subject::events_of(key),
              state.last, to_string(command_id(state.under_way)), body_of(state.under_way),
              [this, &one](std::uint64_t position) { on_stored(one, position); });
}

void command_server::on_stored(by_id::value_type& one, std::uint64_t position) {
  auto& state = one.second;
  answer(state.under_way, position);
  state.under_way.reset();
  state.is_unsure = position == 0;
  if (position != 0)
    state.last = position;
  if (state.waiting.empty())
    return;
  auto next = std::move(state.waiting.front());
  state.waiting.pop_front();
  begin(one, std::move(next));
}

void command_server::answer(const plain_message& command, std::uint64_t position) {
  const auto receipt = write_receipt({.outcome = position == 0 ? wire::Outcome::retry : wire::Outcome::accepted,
                                      .command = command_id(command),
                                      .position = position});
  natsConnection_Publish(link_.connection(), natsMsg_GetReply(command.get()), receipt.data(),
                         static_cast<int>(receipt.size()));
}

} // namespace sinew::bench
