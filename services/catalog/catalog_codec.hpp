// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/catalog.fbs each command, event and the state of a product is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/catalog_generated.h"
#include "services/catalog/product.hpp"

namespace sinew {

// -- commands --------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::product::list> {
  using table = shop::wire::ProductList;
  static constexpr std::string_view name = "list";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::list& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::product::list>;
};

template <>
struct codec<shop::product::reprice> {
  using table = shop::wire::ProductReprice;
  static constexpr std::string_view name = "reprice";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::reprice& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::product::reprice>;
};

template <>
struct codec<shop::product::withdraw> {
  using table = shop::wire::ProductWithdraw;
  static constexpr std::string_view name = "withdraw";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::withdraw& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::product::withdraw>;
};

template <>
struct codec<shop::product::quote> {
  using table = shop::wire::ProductQuote;
  static constexpr std::string_view name = "quote";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::quote& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::product::quote>;
};

// -- events ----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::product::listed> {
  using table = shop::wire::ProductListed;
  static constexpr std::string_view name = "listed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::listed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::listed>;
};

template <>
struct codec<shop::product::repriced> {
  using table = shop::wire::ProductRepriced;
  static constexpr std::string_view name = "repriced";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::repriced& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::repriced>;
};

template <>
struct codec<shop::product::withdrawn> {
  using table = shop::wire::ProductWithdrawn;
  static constexpr std::string_view name = "withdrawn";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::withdrawn& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::withdrawn>;
};

template <>
struct codec<shop::product::quoted> {
  using table = shop::wire::ProductQuoted;
  static constexpr std::string_view name = "quoted";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::quoted& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::quoted>;
};

template <>
struct codec<shop::product::quote_refused> {
  using table = shop::wire::ProductQuoteRefused;
  static constexpr std::string_view name = "quote_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::quote_refused& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::quote_refused>;
};

// -- state -----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::product::state> {
  using table = shop::wire::ProductState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::product::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::product::state>;
};

} // namespace sinew
