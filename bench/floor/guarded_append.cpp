// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/guarded_append.hpp"

#include "bridge/stored_ack.hpp"

#include <charconv>
#include <utility>

namespace sinew::bench {

namespace {

auto token_in(std::string_view subject) -> std::size_t {
  const auto text = subject.substr(subject.rfind('.') + 1);
  std::size_t token = 0;
  std::from_chars(text.data(), text.data() + text.size(), token);
  return token;
}

} // namespace

auto guarded_append::open(plain_link& on) -> result<std::unique_ptr<guarded_append>> {
  std::unique_ptr<guarded_append> made{new guarded_append{on}};
  auto listening = on.subscribe(on.inbox() + "a.*", [self = made.get()](natsMsg* m) { self->take(plain_message{m}); });
  if (!listening)
    return tl::unexpected{listening.error()};
  return made;
}

void guarded_append::append(const std::string& subject, const std::string& guard, std::uint64_t expected,
                            const std::string& id, bytes_view body, stored done) {
  if (free_tokens_.empty()) {
    free_tokens_.push_back(waiting_.size());
    waiting_.emplace_back();
  }
  const auto token = free_tokens_.back();
  free_tokens_.pop_back();
  waiting_[token] = std::move(done);
  const auto reply = link_.inbox() + "a." + std::to_string(token);
  natsMsg* raw = nullptr;
  natsMsg_Create(&raw, subject.c_str(), reply.c_str(), reinterpret_cast<const char*>(body.data()),
                 static_cast<int>(body.size()));
  const plain_message message{raw};
  natsMsgHeader_Set(raw, "Nats-Msg-Id", id.c_str());
  natsMsgHeader_Set(raw, "Nats-Expected-Last-Subject-Sequence", std::to_string(expected).c_str());
  natsMsgHeader_Set(raw, "Nats-Expected-Last-Subject-Sequence-Subject", guard.c_str());
  natsConnection_PublishMsg(link_.connection(), raw);
}

void guarded_append::take(plain_message ack) {
  const auto token = token_in(natsMsg_GetSubject(ack.get()));
  if (token >= waiting_.size() || !waiting_[token])
    return;
  const auto done = std::exchange(waiting_[token], nullptr);
  free_tokens_.push_back(token);
  const std::string_view text{natsMsg_GetData(ack.get()), static_cast<std::size_t>(natsMsg_GetDataLength(ack.get()))};
  done(read_stored_ack(text).value_or(0));
}

} // namespace sinew::bench
