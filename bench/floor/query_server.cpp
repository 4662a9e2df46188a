// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/query_server.hpp"

#include "bridge/subjects.hpp"
#include "schemas/message.hpp"

namespace sinew::bench {

namespace {

auto answer_with_state(std::size_t size) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  const auto state = builder.CreateVector(std::vector<std::uint8_t>(size));
  const auto name = builder.CreateString("bench");
  builder.Finish(wire::CreateStateAnswer(builder, 0, wire::CreateSnapshot(builder, name, name, 1, 1, 0, 0, state)));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

} // namespace

auto state_answer_of(std::size_t size) -> bytes {
  const auto least = answer_with_state(0).size();
  return answer_with_state(size > least ? size - least : 0);
}

query_server::query_server(plain_link& on, std::string service, std::size_t size)
    : link_{on}, service_{std::move(service)}, answer_{state_answer_of(size)} {}

auto query_server::serve() -> result<void> {
  return link_.subscribe(subject::query(service_, "state"), [this](natsMsg* m) {
    const plain_message query{m};
    if (const auto* reply = natsMsg_GetReply(m))
      natsConnection_Publish(link_.connection(), reply, answer_.data(), static_cast<int>(answer_.size()));
  });
}

} // namespace sinew::bench
