// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customer_codec.hpp"

#include "services/vocabulary_codec.hpp"

#include <algorithm>

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::customer;
using shop::field_reader;

namespace {

/// Something, one '@', something; nothing that would end or split the header of a mail. Whether mail arrives there only a
/// letter can tell.
auto is_email(std::string_view text) -> bool {
  const auto at = text.find('@');
  const auto may_stand = [](char c) { return c > ' ' && c < '\x7f' && c != ',' && c != ';' && c != '<' && c != '>'; };
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at &&
         text.size() <= shop::customer::longest_email && std::ranges::all_of(text, may_stand);
}

auto read_email(field_reader& fields, field_reader::text_field value) -> std::string {
  auto email = fields.text("email", value, shop::customer::longest_email);
  if (!is_email(email))
    fields.fault("email", "must be an address of mail: something@somewhere");
  return email;
}

/// `register` and `created`, which say the same.
template <class Value, class Table>
auto read_person(const Table& t) -> result<Value> {
  field_reader fields;
  return fields.checked(Value{fields.word("name", t.name()), read_email(fields, t.email())});
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<customer::sign_up>::write(FlatBufferBuilder& b, const customer::sign_up& c) -> Offset<table> {
  const auto name = b.CreateString(c.name);
  return tables::CreateCustomerRegister(b, name, b.CreateString(c.email));
}

auto codec<customer::sign_up>::read(const table& t, const command_context&) -> result<customer::sign_up> {
  return read_person<customer::sign_up>(t);
}

auto codec<customer::change_email>::write(FlatBufferBuilder& b, const customer::change_email& c) -> Offset<table> {
  return tables::CreateCustomerChangeEmail(b, b.CreateString(c.email));
}

auto codec<customer::change_email>::read(const table& t, const command_context&) -> result<customer::change_email> {
  field_reader fields;
  return fields.checked(customer::change_email{read_email(fields, t.email())});
}

auto codec<customer::close>::write(FlatBufferBuilder& b, const customer::close&) -> Offset<table> {
  return tables::CreateCustomerClose(b);
}

auto codec<customer::close>::read(const table&, const command_context&) -> result<customer::close> {
  return customer::close{};
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<customer::created>::write(FlatBufferBuilder& b, const customer::created& e) -> Offset<table> {
  const auto name = b.CreateString(e.name);
  return tables::CreateCustomerCreated(b, name, b.CreateString(e.email));
}

auto codec<customer::created>::read(const table& t) -> result<customer::created> {
  return read_person<customer::created>(t);
}

auto codec<customer::email_changed>::write(FlatBufferBuilder& b, const customer::email_changed& e) -> Offset<table> {
  return tables::CreateCustomerEmailChanged(b, b.CreateString(e.email));
}

auto codec<customer::email_changed>::read(const table& t) -> result<customer::email_changed> {
  field_reader fields;
  return fields.checked(customer::email_changed{read_email(fields, t.email())});
}

auto codec<customer::closed>::write(FlatBufferBuilder& b, const customer::closed&) -> Offset<table> {
  return tables::CreateCustomerClosed(b);
}

auto codec<customer::closed>::read(const table&) -> result<customer::closed> {
  return customer::closed{};
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<customer::state>::write(FlatBufferBuilder& b, const customer::state& s) -> Offset<table> {
  static_assert(static_cast<int>(customer::stage::closed) == static_cast<int>(tables::CustomerStage::MAX));
  const auto name = b.CreateString(s.name);
  return tables::CreateCustomerState(b, static_cast<tables::CustomerStage>(s.at), name, b.CreateString(s.email));
}

auto codec<customer::state>::read(const table& t) -> result<customer::state> {
  field_reader fields;
  return fields.checked(customer::state{fields.choice<customer::stage>("stage", t.stage()),
                                        fields.text("name", t.name()),
                                        fields.text("email", t.email(), shop::customer::longest_email)});
}

} // namespace sinew
