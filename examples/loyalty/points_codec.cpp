// SPDX-License-Identifier: Apache-2.0
#include "points_codec.hpp"

namespace sinew {

namespace tables = loyalty::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using loyalty::points;

namespace {

// What comes from outside is checked here, so that the domain need not doubt it.
auto checked_amount(std::uint32_t amount) -> result<std::uint32_t> {
  if (amount == 0 || amount > 1'000'000)
    return fail(errc::invalid_input, "amount: 1 to 1000000, not " + std::to_string(amount));
  return amount;
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<points::earn>::write(FlatBufferBuilder& b, const points::earn& c) -> Offset<table> {
  return tables::CreatePointsEarn(b, b.CreateString(c.order), c.amount);
}

auto codec<points::earn>::read(const table& t, const command_context&) -> result<points::earn> {
  if (const auto valid = check_id(t.order()->string_view()); !valid)
    return tl::unexpected{valid.error()};
  return checked_amount(t.amount()).map([&t](auto amount) { return points::earn{t.order()->str(), amount}; });
}

auto codec<points::spend>::write(FlatBufferBuilder& b, const points::spend& c) -> Offset<table> {
  return tables::CreatePointsSpend(b, c.amount);
}

auto codec<points::spend>::read(const table& t, const command_context&) -> result<points::spend> {
  return checked_amount(t.amount()).map([](auto amount) { return points::spend{amount}; });
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<points::earned>::write(FlatBufferBuilder& b, const points::earned& e) -> Offset<table> {
  return tables::CreatePointsEarned(b, b.CreateString(e.order), e.amount);
}

auto codec<points::earned>::read(const table& t) -> result<points::earned> {
  return points::earned{t.order()->str(), t.amount()};
}

auto codec<points::spent>::write(FlatBufferBuilder& b, const points::spent& e) -> Offset<table> {
  return tables::CreatePointsSpent(b, e.amount);
}

auto codec<points::spent>::read(const table& t) -> result<points::spent> {
  return points::spent{t.amount()};
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<points::state>::write(FlatBufferBuilder& b, const points::state& s) -> Offset<table> {
  const auto orders = b.CreateVectorOfStrings(s.orders.begin(), s.orders.end());
  return tables::CreatePointsState(b, s.balance, orders);
}

auto codec<points::state>::read(const table& t) -> result<points::state> {
  points::state s{t.balance(), {}};
  if (t.orders() != nullptr)
    for (const auto* order : *t.orders())
      s.orders.insert(order->str());
  return s;
}

} // namespace sinew
