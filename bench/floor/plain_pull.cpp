// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_pull.hpp"

#include "actors/ports.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace sinew::bench {

namespace {

constexpr std::chrono::seconds order_life{30};

auto header_in(const plain_message& m, const char* name) -> std::optional<std::string_view> {
  const char* value = nullptr;
  if (natsMsgHeader_Get(m.get(), name, &value) != NATS_OK || value == nullptr)
    return std::nullopt;
  return value;
}

/// How many messages the broker will not send any more for an order that has ended.
auto left_of_an_order(const plain_message& m) -> std::size_t {
  const auto text = header_in(m, "Nats-Pending-Messages").value_or("0");
  std::size_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

} // namespace

auto plain_pull::open(plain_link& on, const std::string& stream, const std::string& consumer, handler h)
    -> result<std::unique_ptr<plain_pull>> {
  std::unique_ptr<plain_pull> made{new plain_pull{on, subject::api("CONSUMER.MSG.NEXT.", stream, consumer),
                                                  fmt::format("{}p.{}.{}", on.inbox(), stream, consumer),
                                                  std::move(h)}};
  const auto listening = on.subscribe(made->inbox_, [self = made.get()](natsMsg* m) { self->take(plain_message{m}); });
  if (!listening)
    return tl::unexpected{listening.error()};
  made->order();
  return made;
}

plain_pull::plain_pull(plain_link& on, std::string orders, std::string inbox, handler h)
    : link_{on},
      orders_{std::move(orders)},
      inbox_{std::move(inbox)},
      handler_{std::move(h)},
      window_{subscription{}.window} {}

void plain_pull::take(plain_message m) {
  const bool is_status = natsMsg_GetDataLength(m.get()) == 0 && header_in(m, "Status");
  if (is_status)
    window_.cancelled(left_of_an_order(m));
  else
    window_.arrived();
  order();
  if (!is_status)
    handler_(std::move(m));
}

void plain_pull::order() {
  const auto wanted = window_.take_order();
  if (wanted == 0)
    return;
  const auto text = fmt::format(R"({{"batch":{},"expires":{}}})", wanted, std::chrono::nanoseconds{order_life}.count());
  natsConnection_PublishRequestString(link_.connection(), orders_.c_str(), inbox_.c_str(), text.c_str());
}

void acknowledge(plain_link& on, const plain_message& delivered) {
  if (const auto* reply = natsMsg_GetReply(delivered.get()))
    natsConnection_PublishString(on.connection(), reply, "+ACK");
}

} // namespace sinew::bench
