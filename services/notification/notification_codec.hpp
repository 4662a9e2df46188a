// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/notification.fbs each command, event and state of a notification is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/notification_generated.h"
#include "services/notification/notification.hpp"

namespace sinew {

// -- notification: commands

template <>
struct codec<shop::notification::notify> {
  using table = shop::wire::NotificationNotify;
  static constexpr std::string_view name = "notify";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::notification::notify& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::notification::notify>;
};

template <>
struct codec<shop::notification::note_sent> {
  using table = shop::wire::NotificationNoteSent;
  static constexpr std::string_view name = "note_sent";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::notification::note_sent& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::notification::note_sent>;
};

// -- notification: events

template <>
struct codec<shop::notification::requested> {
  using table = shop::wire::NotificationRequested;
  static constexpr std::string_view name = "requested";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::notification::requested& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::notification::requested>;
};

template <>
struct codec<shop::notification::sent> {
  using table = shop::wire::NotificationSent;
  static constexpr std::string_view name = "sent";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::notification::sent& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::notification::sent>;
};

// -- notification: state

template <>
struct codec<shop::notification::state> {
  using table = shop::wire::NotificationState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::notification::state& s)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::notification::state>;
};

} // namespace sinew
