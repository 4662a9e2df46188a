// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/cart.fbs each command, event and the state of a cart is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/cart_generated.h"
#include "services/cart/cart.hpp"

namespace sinew {

// -- commands --------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::cart::put> {
  using table = shop::wire::CartPut;
  static constexpr std::string_view name = "put";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::put& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::put>;
};

template <>
struct codec<shop::cart::note_price> {
  using table = shop::wire::CartNotePrice;
  static constexpr std::string_view name = "note_price";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::note_price& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::note_price>;
};

template <>
struct codec<shop::cart::note_unavailable> {
  using table = shop::wire::CartNoteUnavailable;
  static constexpr std::string_view name = "note_unavailable";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::note_unavailable& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::note_unavailable>;
};

template <>
struct codec<shop::cart::checkout> {
  using table = shop::wire::CartCheckout;
  static constexpr std::string_view name = "checkout";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::checkout& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::checkout>;
};

template <>
struct codec<shop::cart::clear> {
  using table = shop::wire::CartClear;
  static constexpr std::string_view name = "clear";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::clear& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::clear>;
};

template <>
struct codec<shop::cart::take_back> {
  using table = shop::wire::CartTakeBack;
  static constexpr std::string_view name = "take_back";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::take_back& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::cart::take_back>;
};

// -- events ----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::cart::item_wanted> {
  using table = shop::wire::CartItemWanted;
  static constexpr std::string_view name = "item_wanted";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::item_wanted& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::item_wanted>;
};

template <>
struct codec<shop::cart::item_removed> {
  using table = shop::wire::CartItemRemoved;
  static constexpr std::string_view name = "item_removed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::item_removed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::item_removed>;
};

template <>
struct codec<shop::cart::item_priced> {
  using table = shop::wire::CartItemPriced;
  static constexpr std::string_view name = "item_priced";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::item_priced& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::item_priced>;
};

template <>
struct codec<shop::cart::item_unavailable> {
  using table = shop::wire::CartItemUnavailable;
  static constexpr std::string_view name = "item_unavailable";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::item_unavailable& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::item_unavailable>;
};

template <>
struct codec<shop::cart::checked_out> {
  using table = shop::wire::CartCheckedOut;
  static constexpr std::string_view name = "checked_out";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::checked_out& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::checked_out>;
};

template <>
struct codec<shop::cart::cleared> {
  using table = shop::wire::CartCleared;
  static constexpr std::string_view name = "cleared";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::cleared& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::cleared>;
};

template <>
struct codec<shop::cart::order_refused> {
  using table = shop::wire::CartOrderRefused;
  static constexpr std::string_view name = "order_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::order_refused& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::order_refused>;
};

// -- state -----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::cart::state> {
  using table = shop::wire::CartState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::cart::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::cart::state>;
};

} // namespace sinew
