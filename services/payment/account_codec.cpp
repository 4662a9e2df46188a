// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace wire_of = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::account;
using shop::account_id;
using shop::coupon_id;
using shop::customer_id;
using shop::field_reader;
using shop::money;
using shop::payment_id;
using shop::transfer_id;

namespace {

// Amounts that a person asks for: what is not positive is refused by the account, with its reason, not as a fault of form.
constexpr auto lowest_amount = std::numeric_limits<std::int64_t>::min();

// Absent where it is empty: as in what was stored before there was such a field.
auto optional_text(FlatBufferBuilder& b, const std::string& text) -> Offset<flatbuffers::String> {
  return text.empty() ? 0 : b.CreateString(text);
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<account::open>::write(FlatBufferBuilder& b, const account::open& c) -> Offset<table> {
  return wire_of::CreateAccountOpen(b, to_wire(b, c.owner), shop::to_wire(c.in));
}

auto codec<account::open>::read(const table& t, const command_context&) -> result<account::open> {
  field_reader fields;
  return fields.checked(account::open{fields.id<customer_id>("owner", t.owner()),
                                      fields.choice<shop::currency>("currency", t.currency())});
}

auto codec<account::deposit>::write(FlatBufferBuilder& b, const account::deposit& c) -> Offset<table> {
  const auto amount = shop::to_wire(c.amount);
  return wire_of::CreateAccountDeposit(b, &amount, optional_text(b, c.reference));
}

auto codec<account::deposit>::read(const table& t, const command_context&) -> result<account::deposit> {
  field_reader fields;
  return fields.checked(account::deposit{fields.amount("amount", t.amount(), lowest_amount),
                                         fields.text("reference", t.reference(), account::longest_reference)});
}

auto codec<account::debit>::write(FlatBufferBuilder& b, const account::debit& c) -> Offset<table> {
  const auto amount = shop::to_wire(c.amount);
  return wire_of::CreateAccountDebit(b, to_wire(b, c.payment), &amount);
}

auto codec<account::debit>::read(const table& t, const command_context&) -> result<account::debit> {
  field_reader fields;
  return fields.checked(
      account::debit{fields.id<payment_id>("payment", t.payment()), fields.amount("amount", t.amount())});
}

auto codec<account::credit>::write(FlatBufferBuilder& b, const account::credit& c) -> Offset<table> {
  return wire_of::CreateAccountCredit(b, to_wire(b, c.payment));
}

auto codec<account::credit>::read(const table& t, const command_context&) -> result<account::credit> {
  field_reader fields;
  return fields.checked(account::credit{fields.id<payment_id>("payment", t.payment())});
}

auto codec<account::transfer>::write(FlatBufferBuilder& b, const account::transfer& c) -> Offset<table> {
  const auto transfer = to_wire(b, c.transfer);
  const auto amount = shop::to_wire(c.amount);
  return wire_of::CreateAccountTransfer(b, transfer, to_wire(b, c.to), &amount);
}

auto codec<account::transfer>::read(const table& t, const command_context& context) -> result<account::transfer> {
  field_reader fields;
  return fields.checked(account::transfer{
      fields.id<transfer_id>("transfer", t.transfer()), fields.id<account_id>("to", t.to()),
      fields.amount("amount", t.amount(), lowest_amount), account_id{std::string{context.aggregate_id}}});
}

auto codec<account::receive>::write(FlatBufferBuilder& b, const account::receive& c) -> Offset<table> {
  const auto transfer = to_wire(b, c.transfer);
  const auto amount = shop::to_wire(c.amount);
  return wire_of::CreateAccountReceive(b, transfer, to_wire(b, c.from), &amount);
}

auto codec<account::receive>::read(const table& t, const command_context&) -> result<account::receive> {
  field_reader fields;
  return fields.checked(account::receive{fields.id<transfer_id>("transfer", t.transfer()),
                                         fields.id<account_id>("from", t.from()),
                                         fields.amount("amount", t.amount(), 1)});
}

auto codec<account::take_back>::write(FlatBufferBuilder& b, const account::take_back& c) -> Offset<table> {
  return wire_of::CreateAccountTakeBack(b, to_wire(b, c.transfer));
}

auto codec<account::take_back>::read(const table& t, const command_context&) -> result<account::take_back> {
  field_reader fields;
  return fields.checked(account::take_back{fields.id<transfer_id>("transfer", t.transfer())});
}

auto codec<account::redeem>::write(FlatBufferBuilder& b, const account::redeem& c) -> Offset<table> {
  const auto amount = shop::to_wire(c.amount);
  const auto coupon = to_wire(b, c.coupon);
  return wire_of::CreateAccountRedeem(b, coupon, to_wire(b, c.owner), &amount);
}

auto codec<account::redeem>::read(const table& t, const command_context&) -> result<account::redeem> {
  field_reader fields;
  return fields.checked(account::redeem{fields.id<coupon_id>("coupon", t.coupon()),
                                        fields.id<customer_id>("owner", t.owner()),
                                        fields.amount("amount", t.amount(), lowest_amount)});
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<account::opened>::write(FlatBufferBuilder& b, const account::opened& e) -> Offset<table> {
  return wire_of::CreateAccountOpened(b, to_wire(b, e.owner), shop::to_wire(e.in));
}

auto codec<account::opened>::read(const table& t) -> result<account::opened> {
  field_reader fields;
  return fields.checked(account::opened{fields.id<customer_id>("owner", t.owner()),
                                        fields.choice<shop::currency>("currency", t.currency())});
}

auto codec<account::deposited>::write(FlatBufferBuilder& b, const account::deposited& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountDeposited(b, &amount, optional_text(b, e.reference));
}

auto codec<account::deposited>::read(const table& t) -> result<account::deposited> {
  field_reader fields;
  return fields.checked(account::deposited{fields.amount("amount", t.amount()),
                                           fields.text("reference", t.reference(), account::longest_reference)});
}

auto codec<account::debited>::write(FlatBufferBuilder& b, const account::debited& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountDebited(b, to_wire(b, e.payment), &amount);
}

auto codec<account::debited>::read(const table& t) -> result<account::debited> {
  field_reader fields;
  return fields.checked(
      account::debited{fields.id<payment_id>("payment", t.payment()), fields.amount("amount", t.amount())});
}

auto codec<account::debit_refused>::write(FlatBufferBuilder& b, const account::debit_refused& e) -> Offset<table> {
  const auto payment = to_wire(b, e.payment);
  return wire_of::CreateAccountDebitRefused(b, payment, b.CreateString(e.code));
}

auto codec<account::debit_refused>::read(const table& t) -> result<account::debit_refused> {
  field_reader fields;
  return fields.checked(
      account::debit_refused{fields.id<payment_id>("payment", t.payment()), fields.word("code", t.code())});
}

auto codec<account::credited>::write(FlatBufferBuilder& b, const account::credited& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountCredited(b, to_wire(b, e.payment), &amount);
}

auto codec<account::credited>::read(const table& t) -> result<account::credited> {
  field_reader fields;
  return fields.checked(
      account::credited{fields.id<payment_id>("payment", t.payment()), fields.amount("amount", t.amount())});
}

auto codec<account::transfer_sent>::write(FlatBufferBuilder& b, const account::transfer_sent& e) -> Offset<table> {
  const auto transfer = to_wire(b, e.transfer);
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountTransferSent(b, transfer, to_wire(b, e.to), &amount);
}

auto codec<account::transfer_sent>::read(const table& t) -> result<account::transfer_sent> {
  field_reader fields;
  return fields.checked(account::transfer_sent{fields.id<transfer_id>("transfer", t.transfer()),
                                               fields.id<account_id>("to", t.to()),
                                               fields.amount("amount", t.amount())});
}

auto codec<account::transfer_received>::write(FlatBufferBuilder& b, const account::transfer_received& e)
    -> Offset<table> {
  const auto transfer = to_wire(b, e.transfer);
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountTransferReceived(b, transfer, to_wire(b, e.from), &amount);
}

auto codec<account::transfer_received>::read(const table& t) -> result<account::transfer_received> {
  field_reader fields;
  return fields.checked(account::transfer_received{fields.id<transfer_id>("transfer", t.transfer()),
                                                   fields.id<account_id>("from", t.from()),
                                                   fields.amount("amount", t.amount())});
}

auto codec<account::transfer_refused>::write(FlatBufferBuilder& b, const account::transfer_refused& e)
    -> Offset<table> {
  const auto transfer = to_wire(b, e.transfer);
  const auto from = to_wire(b, e.from);
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountTransferRefused(b, transfer, from, &amount, b.CreateString(e.code));
}

auto codec<account::transfer_refused>::read(const table& t) -> result<account::transfer_refused> {
  field_reader fields;
  return fields.checked(account::transfer_refused{fields.id<transfer_id>("transfer", t.transfer()),
                                                  fields.id<account_id>("from", t.from()),
                                                  fields.amount("amount", t.amount()), fields.word("code", t.code())});
}

auto codec<account::transfer_returned>::write(FlatBufferBuilder& b, const account::transfer_returned& e)
    -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountTransferReturned(b, to_wire(b, e.transfer), &amount);
}

auto codec<account::transfer_returned>::read(const table& t) -> result<account::transfer_returned> {
  field_reader fields;
  return fields.checked(account::transfer_returned{fields.id<transfer_id>("transfer", t.transfer()),
                                                   fields.amount("amount", t.amount())});
}

auto codec<account::redeemed>::write(FlatBufferBuilder& b, const account::redeemed& e) -> Offset<table> {
  const auto amount = shop::to_wire(e.amount);
  return wire_of::CreateAccountRedeemed(b, to_wire(b, e.coupon), &amount);
}

auto codec<account::redeemed>::read(const table& t) -> result<account::redeemed> {
  field_reader fields;
  return fields.checked(
      account::redeemed{fields.id<coupon_id>("coupon", t.coupon()), fields.amount("amount", t.amount(), 1)});
}

// -- state ------------------------------------------------------------------------------------------------------------

namespace {

template <class Id>
auto movements(FlatBufferBuilder& b, const std::map<Id, money>& all) {
  std::vector<Offset<wire_of::AccountMovement>> offsets;
  offsets.reserve(all.size());
  for (const auto& [id, amount] : all) {
    const auto units = shop::to_wire(amount);
    offsets.push_back(wire_of::CreateAccountMovement(b, to_wire(b, id), &units));
  }
  return b.CreateVector(offsets);
}

auto arrivals(FlatBufferBuilder& b, const std::set<account::arrival>& all) {
  std::vector<Offset<wire_of::AccountArrival>> offsets;
  offsets.reserve(all.size());
  for (const auto& [from, transfer] : all) {
    const auto name = to_wire(b, from);
    offsets.push_back(wire_of::CreateAccountArrival(b, name, to_wire(b, transfer)));
  }
  return b.CreateVector(offsets);
}

template <class Id>
auto read_movements(field_reader& fields, std::string_view field,
                    field_reader::table_list<wire_of::AccountMovement> all) {
  std::map<Id, money> read;
  for (flatbuffers::uoffset_t i = 0; all != nullptr && i < all->size(); ++i) {
    field_reader part;
    auto id = part.id<Id>("id", all->Get(i)->id());
    read.emplace(std::move(id), part.amount("amount", all->Get(i)->amount()));
    fields.absorb(part, field);
  }
  return read;
}

auto read_arrivals(field_reader& fields, field_reader::table_list<wire_of::AccountArrival> all) {
  std::set<account::arrival> read;
  for (flatbuffers::uoffset_t i = 0; all != nullptr && i < all->size(); ++i) {
    field_reader part;
    read.insert(
        {part.id<account_id>("from", all->Get(i)->from()), part.id<transfer_id>("transfer", all->Get(i)->transfer())});
    fields.absorb(part, "arrived");
  }
  return read;
}

template <class Id>
auto read_ids(field_reader& fields, std::string_view field, field_reader::table_list<flatbuffers::String> all) {
  const auto ids = fields.ids<Id>(field, all);
  return std::set<Id>{ids.begin(), ids.end()};
}

} // namespace

auto codec<account::state>::write(FlatBufferBuilder& b, const account::state& s) -> Offset<table> {
  const auto owner = to_wire(b, s.owner);
  const auto balance = shop::to_wire(s.balance);
  const auto debits = movements(b, s.debits);
  const auto closed = to_wire(b, std::vector<payment_id>{s.closed.begin(), s.closed.end()});
  const auto sent = movements(b, s.sent);
  const auto arrived = arrivals(b, s.arrived);
  const auto coupons = to_wire(b, std::vector<coupon_id>{s.coupons.begin(), s.coupons.end()});
  return wire_of::CreateAccountState(b, s.is_open, owner, &balance, s.away, debits, closed, sent, arrived, coupons);
}

auto codec<account::state>::read(const table& t) -> result<account::state> {
  field_reader fields;
  // Before it is opened an account has no owner.
  const auto owner = t.opened() ? fields.id<customer_id>("owner", t.owner()) : customer_id{};
  return fields.checked(account::state{
      t.opened(), owner, fields.amount("balance", t.balance()),
      fields.number("away", t.away(), 0, std::numeric_limits<std::int64_t>::max()),
      read_movements<payment_id>(fields, "debits", t.debits()), read_ids<payment_id>(fields, "closed", t.closed()),
      read_movements<transfer_id>(fields, "sent", t.sent()), read_arrivals(fields, t.arrived()),
      read_ids<coupon_id>(fields, "coupons", t.coupons())});
}

} // namespace sinew
