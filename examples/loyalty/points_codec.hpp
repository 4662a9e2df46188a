// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/loyalty.fbs each command, event and the state of points is, and how the fields map.

#include "actors/codec.hpp"
#include "points.hpp"
#include "schemas/loyalty_generated.h"

namespace sinew {

template <>
struct codec<loyalty::points::earn> {
  using table = loyalty::wire::PointsEarn;
  static constexpr std::string_view name = "earn";
  static auto write(flatbuffers::FlatBufferBuilder& b, const loyalty::points::earn& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<loyalty::points::earn>;
};

template <>
struct codec<loyalty::points::spend> {
  using table = loyalty::wire::PointsSpend;
  static constexpr std::string_view name = "spend";
  static auto write(flatbuffers::FlatBufferBuilder& b, const loyalty::points::spend& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<loyalty::points::spend>;
};

template <>
struct codec<loyalty::points::earned> {
  using table = loyalty::wire::PointsEarned;
  static constexpr std::string_view name = "earned";
  static auto write(flatbuffers::FlatBufferBuilder& b, const loyalty::points::earned& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<loyalty::points::earned>;
};

template <>
struct codec<loyalty::points::spent> {
  using table = loyalty::wire::PointsSpent;
  static constexpr std::string_view name = "spent";
  static auto write(flatbuffers::FlatBufferBuilder& b, const loyalty::points::spent& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<loyalty::points::spent>;
};

template <>
struct codec<loyalty::points::state> {
  using table = loyalty::wire::PointsState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const loyalty::points::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<loyalty::points::state>;
};

} // namespace sinew
