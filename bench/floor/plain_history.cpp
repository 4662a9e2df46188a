// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_history.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string_view>
#include <utility>

namespace sinew::bench {

namespace {

// As in bridge/jetstream_journal.cpp, so that both sides ask for the same pages.
constexpr std::size_t page_bytes = 4 * 1024 * 1024;

constexpr int end_of_page = 204;
constexpr int nothing_there = 404;

auto number_in(std::string_view text) -> std::uint64_t {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

auto number_of(const plain_message& m, const char* header) -> std::uint64_t {
  const char* text = nullptr;
  return natsMsgHeader_Get(m.get(), header, &text) == NATS_OK ? number_in(text) : 0;
}

// Eight bytes at a time, which is as cheap as touching them can be.
auto add_to(std::uint64_t checksum, bytes_view body) -> std::uint64_t {
  constexpr std::uint64_t prime = 1'099'511'628'211;
  while (!body.empty()) {
    std::uint64_t word = 0;
    const auto size = std::min(body.size(), sizeof word);
    std::memcpy(&word, body.data(), size);
    checksum = (checksum ^ word) * prime;
    body = body.subspan(size);
  }
  return checksum;
}

} // namespace

auto plain_history::open(plain_link& on, std::size_t messages_per_page, std::chrono::milliseconds patience)
    -> result<std::unique_ptr<plain_history>> {
  std::unique_ptr<plain_history> made{new plain_history{on, messages_per_page, patience}};
  auto listening = on.subscribe(on.inbox() + "h.*", [self = made.get()](natsMsg* m) { self->take(plain_message{m}); });
  if (!listening)
    return tl::unexpected{listening.error()};
  return made;
}

plain_history::~plain_history() {
  for (const auto& [token, what] : under_way_)
    link_.where().cancel(what.alarm);
}

void plain_history::read(const std::string& stream, const std::string& subjects, all_read done) {
  const auto token = next_token_++;
  const auto alarm = link_.where().after(patience_, [this, token] { finish(token, std::nullopt); });
  reading what{subject::api("DIRECT.GET.", stream), subjects, {}, std::move(done), alarm};
  ask(token, under_way_.emplace(token, std::move(what)).first->second, 1);
}

void plain_history::ask(std::uint64_t token, reading& what, std::uint64_t from) {
  const auto reply = fmt::format("{}h.{}", link_.inbox(), token);
  const auto json = fmt::format(R"({{"seq":{},"next_by_subj":"{}","batch":{},"max_bytes":{}}})", from, what.subjects,
                                page_, page_bytes);
  natsConnection_PublishRequestString(link_.connection(), what.asked.c_str(), reply.c_str(), json.c_str());
}

// Headers are looked at only at the end of a page: an event always has a body, a status line never.
void plain_history::take(const plain_message& m) {
  const std::string_view address{natsMsg_GetSubject(m.get())};
  const auto token = number_in(address.substr(address.rfind('.') + 1));
  const auto found = under_way_.find(token);
  if (found == under_way_.end())
    return; // given up
  auto& what = found->second;
  const auto body = body_of(m);
  if (body.empty())
    return take_end(token, what, m);
  ++what.sum.messages;
  what.sum.checksum = add_to(what.sum.checksum, body);
}

void plain_history::take_end(std::uint64_t token, reading& what, const plain_message& end) {
  const auto status = number_of(end, "Status");
  if (status != end_of_page && status != nothing_there)
    return finish(token, std::nullopt);
  if (status == nothing_there || number_of(end, "Nats-Num-Pending") == 0)
    return finish(token, what.sum);
  link_.where().cancel(what.alarm);
  what.alarm = link_.where().after(patience_, [this, token] { finish(token, std::nullopt); });
  ask(token, what, number_of(end, "Nats-Last-Sequence") + 1);
}

void plain_history::finish(std::uint64_t token, std::optional<history_sum> sum) {
  const auto found = under_way_.find(token);
  if (found == under_way_.end())
    return;
  link_.where().cancel(found->second.alarm);
  const auto done = std::move(found->second.done);
  under_way_.erase(found);
  done(sum);
}

} // namespace sinew::bench
