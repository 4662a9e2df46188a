// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/customer.fbs each command, event and the state of a customer is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/customer_generated.h"
#include "services/customer/customer.hpp"

namespace sinew {

// -- commands --------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::customer::sign_up> {
  using table = shop::wire::CustomerRegister;
  static constexpr std::string_view name = "register";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::sign_up& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::customer::sign_up>;
};

template <>
struct codec<shop::customer::change_email> {
  using table = shop::wire::CustomerChangeEmail;
  static constexpr std::string_view name = "change_email";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::change_email& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::customer::change_email>;
};

template <>
struct codec<shop::customer::close> {
  using table = shop::wire::CustomerClose;
  static constexpr std::string_view name = "close";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::close& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::customer::close>;
};

// -- events ----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::customer::created> {
  using table = shop::wire::CustomerCreated;
  static constexpr std::string_view name = "created";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::created& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::customer::created>;
};

template <>
struct codec<shop::customer::email_changed> {
  using table = shop::wire::CustomerEmailChanged;
  static constexpr std::string_view name = "email_changed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::email_changed& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::customer::email_changed>;
};

template <>
struct codec<shop::customer::closed> {
  using table = shop::wire::CustomerClosed;
  static constexpr std::string_view name = "closed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::closed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::customer::closed>;
};

// -- state -----------------------------------------------------------------------------------------------------------

template <>
struct codec<shop::customer::state> {
  using table = shop::wire::CustomerState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customer::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::customer::state>;
};

} // namespace sinew
