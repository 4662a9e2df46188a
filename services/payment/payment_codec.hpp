// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/payment.fbs each command, event and state of a payment and an account is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/payment_generated.h"
#include "services/payment/account.hpp"
#include "services/payment/payment.hpp"

namespace sinew {

// -- payment: commands

template <>
struct codec<shop::payment::request> {
  using table = shop::wire::PaymentRequest;
  static constexpr std::string_view name = "request";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::request& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::request>;
};

template <>
struct codec<shop::payment::charge> {
  using table = shop::wire::PaymentCharge;
  static constexpr std::string_view name = "charge";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::charge& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::charge>;
};

template <>
struct codec<shop::payment::approve> {
  using table = shop::wire::PaymentApprove;
  static constexpr std::string_view name = "approve";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::approve& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::approve>;
};

template <>
struct codec<shop::payment::decline> {
  using table = shop::wire::PaymentDecline;
  static constexpr std::string_view name = "decline";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::decline& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::decline>;
};

template <>
struct codec<shop::payment::postpone> {
  using table = shop::wire::PaymentPostpone;
  static constexpr std::string_view name = "postpone";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::postpone& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::postpone>;
};

template <>
struct codec<shop::payment::try_again> {
  using table = shop::wire::PaymentTryAgain;
  static constexpr std::string_view name = "try_again";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::try_again& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::try_again>;
};

template <>
struct codec<shop::payment::expire> {
  using table = shop::wire::PaymentExpire;
  static constexpr std::string_view name = "expire";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::expire& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::expire>;
};

template <>
struct codec<shop::payment::refund> {
  using table = shop::wire::PaymentRefund;
  static constexpr std::string_view name = "refund";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::refund& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::refund>;
};

template <>
struct codec<shop::payment::note_voided> {
  using table = shop::wire::PaymentNoteVoided;
  static constexpr std::string_view name = "note_voided";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::note_voided& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::payment::note_voided>;
};

// -- payment: events

template <>
struct codec<shop::payment::requested> {
  using table = shop::wire::PaymentRequested;
  static constexpr std::string_view name = "requested";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::requested& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::requested>;
};

template <>
struct codec<shop::payment::charge_awaited> {
  using table = shop::wire::PaymentChargeAwaited;
  static constexpr std::string_view name = "charge_awaited";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::charge_awaited& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::charge_awaited>;
};

template <>
struct codec<shop::payment::started> {
  using table = shop::wire::PaymentStarted;
  static constexpr std::string_view name = "started";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::started& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::started>;
};

template <>
struct codec<shop::payment::charged> {
  using table = shop::wire::PaymentCharged;
  static constexpr std::string_view name = "charged";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::charged& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::charged>;
};

template <>
struct codec<shop::payment::declined> {
  using table = shop::wire::PaymentDeclined;
  static constexpr std::string_view name = "declined";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::declined& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::declined>;
};

template <>
struct codec<shop::payment::postponed> {
  using table = shop::wire::PaymentPostponed;
  static constexpr std::string_view name = "postponed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::postponed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::postponed>;
};

template <>
struct codec<shop::payment::timed_out> {
  using table = shop::wire::PaymentTimedOut;
  static constexpr std::string_view name = "timed_out";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::timed_out& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::timed_out>;
};

template <>
struct codec<shop::payment::refunding> {
  using table = shop::wire::PaymentRefunding;
  static constexpr std::string_view name = "refunding";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::refunding& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::refunding>;
};

template <>
struct codec<shop::payment::refunded> {
  using table = shop::wire::PaymentRefunded;
  static constexpr std::string_view name = "refunded";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::refunded& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::refunded>;
};

template <>
struct codec<shop::payment::cancelled> {
  using table = shop::wire::PaymentCancelled;
  static constexpr std::string_view name = "cancelled";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::cancelled& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::cancelled>;
};

// -- payment: state

template <>
struct codec<shop::payment::state> {
  using table = shop::wire::PaymentState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payment::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payment::state>;
};

// -- account: commands

template <>
struct codec<shop::account::open> {
  using table = shop::wire::AccountOpen;
  static constexpr std::string_view name = "open";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::open& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::open>;
};

template <>
struct codec<shop::account::deposit> {
  using table = shop::wire::AccountDeposit;
  static constexpr std::string_view name = "deposit";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::deposit& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::deposit>;
};

template <>
struct codec<shop::account::debit> {
  using table = shop::wire::AccountDebit;
  static constexpr std::string_view name = "debit";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::debit& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::debit>;
};

template <>
struct codec<shop::account::credit> {
  using table = shop::wire::AccountCredit;
  static constexpr std::string_view name = "credit";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::credit& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::credit>;
};

template <>
struct codec<shop::account::transfer> {
  using table = shop::wire::AccountTransfer;
  static constexpr std::string_view name = "transfer";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::transfer& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::transfer>;
};

template <>
struct codec<shop::account::receive> {
  using table = shop::wire::AccountReceive;
  static constexpr std::string_view name = "receive";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::receive& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::receive>;
};

template <>
struct codec<shop::account::take_back> {
  using table = shop::wire::AccountTakeBack;
  static constexpr std::string_view name = "take_back";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::take_back& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::take_back>;
};

template <>
struct codec<shop::account::redeem> {
  using table = shop::wire::AccountRedeem;
  static constexpr std::string_view name = "redeem";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::redeem& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::account::redeem>;
};

// -- account: events

template <>
struct codec<shop::account::opened> {
  using table = shop::wire::AccountOpened;
  static constexpr std::string_view name = "opened";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::opened& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::opened>;
};

template <>
struct codec<shop::account::deposited> {
  using table = shop::wire::AccountDeposited;
  static constexpr std::string_view name = "deposited";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::deposited& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::deposited>;
};

template <>
struct codec<shop::account::debited> {
  using table = shop::wire::AccountDebited;
  static constexpr std::string_view name = "debited";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::debited& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::debited>;
};

template <>
struct codec<shop::account::debit_refused> {
  using table = shop::wire::AccountDebitRefused;
  static constexpr std::string_view name = "debit_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::debit_refused& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::debit_refused>;
};

template <>
struct codec<shop::account::credited> {
  using table = shop::wire::AccountCredited;
  static constexpr std::string_view name = "credited";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::credited& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::credited>;
};

template <>
struct codec<shop::account::transfer_sent> {
  using table = shop::wire::AccountTransferSent;
  static constexpr std::string_view name = "transfer_sent";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::transfer_sent& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::transfer_sent>;
};

template <>
struct codec<shop::account::transfer_received> {
  using table = shop::wire::AccountTransferReceived;
  static constexpr std::string_view name = "transfer_received";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::transfer_received& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::transfer_received>;
};

template <>
struct codec<shop::account::transfer_refused> {
  using table = shop::wire::AccountTransferRefused;
  static constexpr std::string_view name = "transfer_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::transfer_refused& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::transfer_refused>;
};

template <>
struct codec<shop::account::transfer_returned> {
  using table = shop::wire::AccountTransferReturned;
  static constexpr std::string_view name = "transfer_returned";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::transfer_returned& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::transfer_returned>;
};

template <>
struct codec<shop::account::redeemed> {
  using table = shop::wire::AccountRedeemed;
  static constexpr std::string_view name = "redeemed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::redeemed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::redeemed>;
};

// -- account: state

template <>
struct codec<shop::account::state> {
  using table = shop::wire::AccountState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::account::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::account::state>;
};

} // namespace sinew
