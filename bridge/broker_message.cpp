// SPDX-License-Identifier: Apache-2.0
#include "bridge/broker_message.hpp"

#include "bridge/c_text.hpp"
#include "bridge/spent_messages.hpp"

#include <nats/nats.h>
#include <charconv>

namespace sinew {

namespace {

auto view_of(const char* text) -> std::string_view {
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

template <class Number>
auto parsed(std::string_view text) -> Number {
  Number value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? value : Number{0};
}

} // namespace

void broker_message::destroy::operator()(__natsMsg* m) const {
  destroy_soon(m);
}

auto broker_message::subject() const -> std::string_view {
  return handle_ ? view_of(natsMsg_GetSubject(handle_.get())) : std::string_view{};
}

auto broker_message::reply() const -> std::string_view {
  return handle_ ? view_of(natsMsg_GetReply(handle_.get())) : std::string_view{};
}

auto broker_message::body() const -> bytes_view {
  if (!handle_)
    return {};
  const auto size = static_cast<std::size_t>(natsMsg_GetDataLength(handle_.get()));
  return {reinterpret_cast<const std::byte*>(natsMsg_GetData(handle_.get())), size};
}

auto broker_message::header(std::string_view name) const -> std::string_view {
  const char* value = nullptr;
  if (!handle_ || natsMsgHeader_Get(handle_.get(), c_text{name}.get(), &value) != NATS_OK)
    return {};
  return view_of(value);
}

auto broker_message::number(std::string_view name) const -> std::uint64_t {
  return parsed<std::uint64_t>(header(name));
}

auto broker_message::status() const -> int {
  if (!handle_)
    return 503;
  // nats.c cannot tell the broker's status line from a header `Status` that a foreign publisher has stored.
  if (!body().empty() || !header("Nats-Sequence").empty())
    return 0;
  return parsed<int>(header("Status"));
}

} // namespace sinew
