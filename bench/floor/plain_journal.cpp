// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_journal.hpp"

#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <charconv>
#include <utility>
#include <vector>

namespace sinew::bench {

namespace {

auto token_in(std::string_view subject) -> std::uint64_t {
  const auto text = subject.substr(subject.rfind('.') + 1);
  std::uint64_t token = 0;
  std::from_chars(text.data(), text.data() + text.size(), token);
  return token;
}

auto new_message(const std::string& subject, const std::string& reply, bytes_view body) -> plain_message {
  natsMsg* raw = nullptr;
  natsMsg_Create(&raw, subject.c_str(), reply.c_str(), reinterpret_cast<const char*>(body.data()),
                 static_cast<int>(body.size()));
  return plain_message{raw};
}

} // namespace

auto plain_journal::open(plain_link& on, std::chrono::milliseconds patience) -> result<std::unique_ptr<plain_journal>> {
  std::unique_ptr<plain_journal> made{new plain_journal{on, patience}};
  auto listening = on.subscribe(on.inbox() + "a.*", [self = made.get()](natsMsg* m) { self->take(plain_message{m}); });
  if (!listening)
    return tl::unexpected{listening.error()};
  return made;
}

plain_journal::~plain_journal() {
  if (alarm_)
    link_.where().cancel(*alarm_);
}

void plain_journal::append(const std::string& subject, const std::string& guard, std::uint64_t expected,
                           const std::string& id, bytes_view body, placed done) {
  const auto message = new_message(subject, expect(std::move(done)), body);
  natsMsgHeader_Set(message.get(), "Nats-Msg-Id", id.c_str());
  natsMsgHeader_Set(message.get(), "Nats-Expected-Last-Subject-Sequence", std::to_string(expected).c_str());
  natsMsgHeader_Set(message.get(), "Nats-Expected-Last-Subject-Sequence-Subject", guard.c_str());
  natsConnection_PublishMsg(link_.connection(), message.get()); // what cannot be sent is not answered either
}

void plain_journal::schedule(const std::string& timer, const std::string& at, const std::string& due, bytes_view body,
                             placed done) {
  const auto message = new_message(timer, expect(std::move(done)), body);
  natsMsgHeader_Set(message.get(), "Nats-Schedule", at.c_str());
  natsMsgHeader_Set(message.get(), "Nats-Schedule-Target", due.c_str());
  natsConnection_PublishMsg(link_.connection(), message.get());
}

// The stored message comes as base64 inside of JSON: its place is the only "seq" there, as in an ack.
void plain_journal::last(const std::string& stream, const std::string& guard, placed done) {
  ask(subject::api("STREAM.MSG.GET.", stream), R"({"last_by_subj":")" + guard + R"("})", std::move(done));
}

// Asked with a place for the answer, for the broker works on nothing that nobody wants to hear of.
void plain_journal::purge(const std::string& stream, const std::string& subject) {
  ask(subject::api("STREAM.PURGE.", stream), R"({"filter":")" + subject + R"("})", [](std::uint64_t) {});
}

void plain_journal::ask(const std::string& subject, const std::string& json, placed done) {
  const auto reply = expect(std::move(done));
  natsConnection_PublishRequestString(link_.connection(), subject.c_str(), reply.c_str(), json.c_str());
}

auto plain_journal::expect(placed done) -> std::string {
  const auto token = first_ + awaited_.size();
  awaited_.push_back({std::move(done), link_.where().now() + patience_});
  watch_the_first();
  return link_.inbox() + "a." + std::to_string(token);
}

void plain_journal::take(const plain_message& answer) {
  const auto token = token_in(natsMsg_GetSubject(answer.get()));
  if (token < first_ || token - first_ >= awaited_.size())
    return; // given up
  const auto done = std::exchange(awaited_[token - first_].done, nullptr);
  forget_answered();
  if (!done)
    return;
  const std::string_view text{natsMsg_GetData(answer.get()),
                              static_cast<std::size_t>(natsMsg_GetDataLength(answer.get()))};
  done(read_stored_ack(text).value_or(0));
}

void plain_journal::forget_answered() {
  for (; !awaited_.empty() && !awaited_.front().done; ++first_)
    awaited_.pop_front();
}

// One timer for all: when it fires, the first has mostly been answered, and it is set anew.
void plain_journal::watch_the_first() {
  if (!alarm_ && !awaited_.empty())
    alarm_ = link_.where().at(awaited_.front().until, [this] { give_up_the_late(); });
}

void plain_journal::give_up_the_late() {
  alarm_.reset();
  std::vector<placed> late;
  const auto now = link_.where().now();
  for (; !awaited_.empty() && awaited_.front().until <= now; ++first_) {
    late.push_back(std::move(awaited_.front().done));
    awaited_.pop_front();
  }
  forget_answered();
  watch_the_first();
  for (const auto& done : late)
    if (done)
      done(0);
}

} // namespace sinew::bench
