// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/order.fbs each command, event and the state of an order is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/order_generated.h"
#include "services/order/order.hpp"

namespace sinew {

// -- commands ---------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::order::place> {
  using table = shop::wire::OrderPlace;
  static constexpr std::string_view name = "place";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::place& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::place>;
};

template <>
struct codec<shop::order::cancel> {
  using table = shop::wire::OrderCancel;
  static constexpr std::string_view name = "cancel";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::cancel& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::cancel>;
};

template <>
struct codec<shop::order::confirm> {
  using table = shop::wire::OrderConfirm;
  static constexpr std::string_view name = "confirm";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::confirm& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::confirm>;
};

template <>
struct codec<shop::order::reject> {
  using table = shop::wire::OrderReject;
  static constexpr std::string_view name = "reject";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::reject& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::reject>;
};

template <>
struct codec<shop::order::close> {
  using table = shop::wire::OrderClose;
  static constexpr std::string_view name = "close";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::close& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::close>;
};

template <>
struct codec<shop::order::expire> {
  using table = shop::wire::OrderExpire;
  static constexpr std::string_view name = "expire";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::expire& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::order::expire>;
};

// -- events -----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::order::placed> {
  using table = shop::wire::OrderPlaced;
  static constexpr std::string_view name = "placed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::placed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::placed>;
};

template <>
struct codec<shop::order::place_refused> {
  using table = shop::wire::OrderPlaceRefused;
  static constexpr std::string_view name = "place_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::place_refused& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::place_refused>;
};

template <>
struct codec<shop::order::cancel_requested> {
  using table = shop::wire::OrderCancelRequested;
  static constexpr std::string_view name = "cancel_requested";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::cancel_requested& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::cancel_requested>;
};

template <>
struct codec<shop::order::timed_out> {
  using table = shop::wire::OrderTimedOut;
  static constexpr std::string_view name = "timed_out";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::timed_out& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::timed_out>;
};

template <>
struct codec<shop::order::confirmed> {
  using table = shop::wire::OrderConfirmed;
  static constexpr std::string_view name = "confirmed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::confirmed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::confirmed>;
};

template <>
struct codec<shop::order::cancelled> {
  using table = shop::wire::OrderCancelled;
  static constexpr std::string_view name = "cancelled";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::cancelled& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::cancelled>;
};

// -- state ------------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::order::state> {
  using table = shop::wire::OrderState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::order::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::order::state>;
};

} // namespace sinew
