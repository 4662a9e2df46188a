// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/command_server.hpp"

#include "bridge/subjects.hpp"

namespace sinew::bench {

namespace {

auto id_of(const wire::Envelope& command) -> uuid {
  return from_wire(*command.entries()->Get(0)->id());
}

} // namespace

auto command_in(const plain_message& m) -> const wire::Envelope* {
  const auto body = body_of(m);
  flatbuffers::Verifier verifier{as_uint8(body), body.size()};
  if (!wire::VerifyEnvelopeBuffer(verifier))
    return nullptr;
  const auto* envelope = wire::GetEnvelope(body.data());
  const bool is_fit = envelope->entries()->size() > 0 && is_valid_id(envelope->aggregate_id()->string_view()) &&
                      is_valid_name(envelope->type()->string_view());
  return is_fit ? envelope : nullptr;
}

void answer(plain_link& on, const plain_message& command, std::uint64_t position) {
  const auto* reply = natsMsg_GetReply(command.get());
  if (reply == nullptr)
    return;
  const auto receipt = write_receipt({.outcome = position == 0 ? wire::Outcome::retry : wire::Outcome::accepted,
                                      .command = id_of(*wire::GetEnvelope(body_of(command).data())),
                                      .position = position});
  natsConnection_Publish(on.connection(), reply, receipt.data(), static_cast<int>(receipt.size()));
}

command_server::command_server(plain_link& on, plain_journal& log, std::string aggregate)
    : link_{on}, aggregate_{std::move(aggregate)}, aggregates_{log, subject::event_stream} {}

auto command_server::serve() -> result<void> {
  return link_.subscribe(subject::commands(aggregate_), [this](natsMsg* m) { take(plain_message{m}); });
}

void command_server::take(plain_message command) {
  const auto* envelope = command_in(command);
  if (envelope == nullptr)
    return; // nobody but the rig asks here; whoever else does waits in vain
  const aggregate_key key{aggregate_, envelope->aggregate_id()->str()};
  auto event = envelope->type()->str() + "ed";
  auto id = to_string(id_of(*envelope));
  aggregates_.append(
      key, {.name = std::move(event),
            .id = std::move(id),
            .from = std::move(command),
            .done = [this](const plain_message& from, std::uint64_t position) { answer(link_, from, position); }});
}

} // namespace sinew::bench
