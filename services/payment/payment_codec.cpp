// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace wire_of = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::customer_id;
using shop::field_reader;
using shop::payment;

namespace {

/// How a payment is paid that nobody has requested yet: absent on the wire.
const shop::payment_method no_method = shop::card{};

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<payment::request>::write(FlatBufferBuilder& b, const payment::request& c) -> Offset<table> {
  const auto customer = to_wire(b, c.customer);
  const auto amount = shop::to_wire(c.amount);
  return wire_of::CreatePaymentRequest(b, customer, &amount, shop::to_wire(b, c.method), to_unix_ns(c.until));
}

auto codec<payment::request>::read(const table& t, const command_context& context) -> result<payment::request> {
  field_reader fields;
  return fields.checked(payment::request{fields.id<customer_id>("customer", t.customer()),
                                         fields.amount("amount", t.amount()), fields.payment("payment", t.payment()),
                                         from_unix_ns(t.until()), context.now});
}

auto codec<payment::charge>::write(FlatBufferBuilder& b, const payment::charge&) -> Offset<table> {
  return wire_of::CreatePaymentCharge(b);
}

auto codec<payment::charge>::read(const table&, const command_context& context) -> result<payment::charge> {
  return payment::charge{context.now};
}

auto codec<payment::approve>::write(FlatBufferBuilder& b, const payment::approve& c) -> Offset<table> {
  return wire_of::CreatePaymentApprove(b, b.CreateString(c.reference));
}

auto codec<payment::approve>::read(const table& t, const command_context&) -> result<payment::approve> {
  field_reader fields;
  return fields.checked(payment::approve{fields.word("reference", t.reference())});
}

auto codec<payment::decline>::write(FlatBufferBuilder& b, const payment::decline& c) -> Offset<table> {
  return wire_of::CreatePaymentDecline(b, b.CreateString(c.code));
}

auto codec<payment::decline>::read(const table& t, const command_context&) -> result<payment::decline> {
  field_reader fields;
  return fields.checked(payment::decline{fields.word("code", t.code())});
}

auto codec<payment::postpone>::write(FlatBufferBuilder& b, const payment::postpone& c) -> Offset<table> {
  return wire_of::CreatePaymentPostpone(b, b.CreateString(c.code));
}

auto codec<payment::postpone>::read(const table& t, const command_context& context) -> result<payment::postpone> {
  field_reader fields;
  return fields.checked(payment::postpone{fields.word("code", t.code()), context.now});
}

auto codec<payment::try_again>::write(FlatBufferBuilder& b, const payment::try_again&) -> Offset<table> {
  return wire_of::CreatePaymentTryAgain(b);
}

auto codec<payment::try_again>::read(const table&, const command_context& context) -> result<payment::try_again> {
  return payment::try_again{context.now};
}

auto codec<payment::expire>::write(FlatBufferBuilder& b, const payment::expire&) -> Offset<table> {
  return wire_of::CreatePaymentExpire(b);
}

auto codec<payment::expire>::read(const table&, const command_context& context) -> result<payment::expire> {
  return payment::expire{context.now};
}

auto codec<payment::refund>::write(FlatBufferBuilder& b, const payment::refund& c) -> Offset<table> {
  return wire_of::CreatePaymentRefund(b, b.CreateString(c.code));
}

auto codec<payment::refund>::read(const table& t, const command_context&) -> result<payment::refund> {
  field_reader fields;
  return fields.checked(payment::refund{fields.word("code", t.code())});
}

auto codec<payment::note_voided>::write(FlatBufferBuilder& b, const payment::note_voided&) -> Offset<table> {
  return wire_of::CreatePaymentNoteVoided(b);
}

auto codec<payment::note_voided>::read(const table&, const command_context&) -> result<payment::note_voided> {
  return payment::note_voided{};
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<payment::requested>::write(FlatBufferBuilder& b, const payment::requested& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentRequested(b, customer, &amount, shop::to_wire(b, e.method), to_unix_ns(e.until));
}

auto codec<payment::requested>::read(const table& t) -> result<payment::requested> {
  field_reader fields;
  return fields.checked(payment::requested{fields.id<customer_id>("customer", t.customer()),
                                           fields.amount("amount", t.amount()), fields.payment("payment", t.payment()),
                                           from_unix_ns(t.until())});
}

auto codec<payment::charge_awaited>::write(FlatBufferBuilder& b, const payment::charge_awaited&) -> Offset<table> {
  return wire_of::CreatePaymentChargeAwaited(b);
}

auto codec<payment::charge_awaited>::read(const table&) -> result<payment::charge_awaited> {
  return payment::charge_awaited{};
}

auto codec<payment::started>::write(FlatBufferBuilder& b, const payment::started& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentStarted(b, &amount, shop::to_wire(b, e.method), to_unix_ns(e.deadline),
                                       to_unix_ns(e.until));
}

auto codec<payment::started>::read(const table& t) -> result<payment::started> {
  field_reader fields;
  return fields.checked(payment::started{fields.amount("amount", t.amount()), fields.payment("payment", t.payment()),
                                         from_unix_ns(t.deadline()), from_unix_ns(t.until())});
}

auto codec<payment::charged>::write(FlatBufferBuilder& b, const payment::charged& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentCharged(b, b.CreateString(e.reference), &amount);
}

auto codec<payment::charged>::read(const table& t) -> result<payment::charged> {
  field_reader fields;
  return fields.checked(payment::charged{fields.word("reference", t.reference()), fields.amount("amount", t.amount())});
}

auto codec<payment::declined>::write(FlatBufferBuilder& b, const payment::declined& e) -> Offset<table> {
  return wire_of::CreatePaymentDeclined(b, b.CreateString(e.code));
}

auto codec<payment::declined>::read(const table& t) -> result<payment::declined> {
  field_reader fields;
  return fields.checked(payment::declined{fields.word("code", t.code())});
}

auto codec<payment::postponed>::write(FlatBufferBuilder& b, const payment::postponed& e) -> Offset<table> {
  return wire_of::CreatePaymentPostponed(b, b.CreateString(e.code), e.times, to_unix_ns(e.again));
}

auto codec<payment::postponed>::read(const table& t) -> result<payment::postponed> {
  field_reader fields;
  return fields.checked(payment::postponed{fields.word("code", t.code()), t.times(), from_unix_ns(t.again())});
}

auto codec<payment::timed_out>::write(FlatBufferBuilder& b, const payment::timed_out& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentTimedOut(b, &amount, shop::to_wire(b, e.method));
}

auto codec<payment::timed_out>::read(const table& t) -> result<payment::timed_out> {
  field_reader fields;
  return fields.checked(
      payment::timed_out{fields.amount("amount", t.amount()), fields.payment("payment", t.payment())});
}

auto codec<payment::refunding>::write(FlatBufferBuilder& b, const payment::refunding& e) -> Offset<table> {
  const auto code = b.CreateString(e.code);
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentRefunding(b, code, &amount, shop::to_wire(b, e.method));
}

auto codec<payment::refunding>::read(const table& t) -> result<payment::refunding> {
  field_reader fields;
  return fields.checked(payment::refunding{fields.word("code", t.code()), fields.amount("amount", t.amount()),
                                           fields.payment("payment", t.payment())});
}

auto codec<payment::refunded>::write(FlatBufferBuilder& b, const payment::refunded& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreatePaymentRefunded(b, b.CreateString(e.code), &amount);
}

auto codec<payment::refunded>::read(const table& t) -> result<payment::refunded> {
  field_reader fields;
  return fields.checked(payment::refunded{fields.word("code", t.code()), fields.amount("amount", t.amount())});
}

auto codec<payment::cancelled>::write(FlatBufferBuilder& b, const payment::cancelled& e) -> Offset<table> {
  return wire_of::CreatePaymentCancelled(b, b.CreateString(e.code));
}

auto codec<payment::cancelled>::read(const table& t) -> result<payment::cancelled> {
  field_reader fields;
  return fields.checked(payment::cancelled{fields.word("code", t.code())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<payment::state>::write(FlatBufferBuilder& b, const payment::state& s) -> Offset<table> {
  static_assert(static_cast<int>(payment::stage::postponed) == static_cast<int>(wire_of::PaymentStage::MAX));
  const auto amount = shop::to_wire(s.amount);
  const auto method = s.method == no_method ? Offset<wire_of::PaymentMethod>{} : shop::to_wire(b, s.method);
  const auto reference = b.CreateString(s.reference);
  return wire_of::CreatePaymentState(b, static_cast<wire_of::PaymentStage>(s.at), &amount, method,
                                     to_unix_ns(s.deadline), reference, b.CreateString(s.code), to_unix_ns(s.until),
                                     to_unix_ns(s.again), s.postponements);
}

auto codec<payment::state>::read(const table& t) -> result<payment::state> {
  field_reader fields;
  payment::state s{fields.choice<payment::stage>("stage", t.stage()),
                   fields.amount("amount", t.amount()),
                   no_method,
                   from_unix_ns(t.deadline()),
                   fields.text("reference", t.reference()),
                   fields.text("code", t.code()),
                   from_unix_ns(t.until()),
                   from_unix_ns(t.again()),
                   t.postponements()};
  if (t.payment() != nullptr)
    s.method = fields.payment("payment", t.payment());
  return fields.checked(std::move(s));
}

} // namespace sinew
