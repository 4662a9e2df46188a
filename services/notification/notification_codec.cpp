// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace wire_of = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::customer_id;
using shop::field_reader;
using shop::notification;

namespace {

constexpr std::size_t longest_body = 4096;

/// The body's lines: each printable, the line ends between them allowed.
auto read_body(field_reader& fields, const flatbuffers::String* value) -> std::string {
  const auto whole = value == nullptr ? std::string_view{} : value->string_view();
  if (whole.size() > longest_body)
    fields.fault("body", "must have at most " + std::to_string(longest_body) + " bytes");
  return std::string{whole};
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<notification::notify>::write(FlatBufferBuilder& b, const notification::notify& c) -> Offset<table> {
  const auto customer = to_wire(b, c.customer);
  const auto total = shop::to_wire(c.total);
  return wire_of::CreateNotificationNotify(b, customer, static_cast<wire_of::Outcome>(c.ended), &total,
                                           b.CreateString(c.code));
}

auto codec<notification::notify>::read(const table& t, const command_context& context) -> result<notification::notify> {
  field_reader fields;
  return fields.checked(notification::notify{
      std::string{context.aggregate_id}, fields.id<customer_id>("customer", t.customer()),
      fields.choice<notification::outcome>("outcome", t.outcome()),
      t.total() == nullptr ? shop::money{} : fields.amount("total", t.total()), fields.text("code", t.code())});
}

auto codec<notification::note_sent>::write(FlatBufferBuilder& b, const notification::note_sent&) -> Offset<table> {
  return wire_of::CreateNotificationNoteSent(b);
}

auto codec<notification::note_sent>::read(const table&, const command_context&) -> result<notification::note_sent> {
  return notification::note_sent{};
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<notification::requested>::write(FlatBufferBuilder& b, const notification::requested& e) -> Offset<table> {
  const auto recipient = b.CreateString(e.recipient);
  const auto subject = b.CreateString(e.subject);
  return wire_of::CreateNotificationRequested(b, recipient, subject, b.CreateString(e.body));
}

auto codec<notification::requested>::read(const table& t) -> result<notification::requested> {
  field_reader fields;
  return fields.checked(notification::requested{fields.word("recipient", t.recipient()),
                                                fields.word("subject", t.subject()), read_body(fields, t.body())});
}

auto codec<notification::sent>::write(FlatBufferBuilder& b, const notification::sent& e) -> Offset<table> {
  return wire_of::CreateNotificationSent(b, b.CreateString(e.recipient));
}

auto codec<notification::sent>::read(const table& t) -> result<notification::sent> {
  field_reader fields;
  return fields.checked(notification::sent{fields.word("recipient", t.recipient())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<notification::state>::write(FlatBufferBuilder& b, const notification::state& s) -> Offset<table> {
  static_assert(static_cast<int>(notification::stage::sent) == static_cast<int>(wire_of::NotificationStage::MAX));
  return wire_of::CreateNotificationState(b, static_cast<wire_of::NotificationStage>(s.at),
                                          b.CreateString(s.recipient));
}

auto codec<notification::state>::read(const table& t) -> result<notification::state> {
  field_reader fields;
  return fields.checked(notification::state{fields.choice<notification::stage>("stage", t.stage()),
                                            fields.text("recipient", t.recipient())});
}

} // namespace sinew
