// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: `verify` says no, or everything can be read. Under the address sanitizer this finds each read that
// leaves the buffer.
#include "schemas/message.hpp"
#include "tests/support/counter_codec.hpp"
#include "tests/unit/schemas/sample_message.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace {

using sinew::bytes;
using sinew::bytes_view;
using sinew::message;

auto sum(bytes_view all) -> std::size_t {
  std::size_t total = 0;
  for (const auto b : all)
    total += static_cast<std::size_t>(b);
  return total;
}

auto sum(std::string_view text) -> std::size_t {
  return sum(sinew::as_bytes(text));
}

/// Touches every byte that the accessors show.
auto read_all(const message& m) -> std::size_t {
  auto total = sum(m.aggregate()) + sum(m.aggregate_id()) + sum(m.type()) + m.version() + m.envelope().schema();
  total += static_cast<std::size_t>(m.deadline().time_since_epoch().count());
  for (std::size_t i = 0; i < m.size(); ++i) {
    total += m.id(i).low + m.causation(i).low + sum(m.correlation(i)) + sum(m.actor(i)) + sum(m.trace(i));
    total += static_cast<std::size_t>(m.time(i).time_since_epoch().count()) + sum(m.payload(i));
    if (const auto* state = sinew::verified_table<test::wire::CounterState>(m.payload(i)))
      total += state->total() + static_cast<std::size_t>(state->remind_at()) + state->rings();
  }
  return total;
}

/// Verifies bytes that lie in a block of exactly their size, so that a read beyond them is seen.
void expect_harmless(const bytes& damaged) {
  if (const auto m = message::verify(damaged))
    (void)read_all(*m);
}

auto sample_bytes() -> const bytes& {
  static const bytes all = sinew::copy_of(test::sample_message(3).raw());
  return all;
}

TEST(damaged_message, cut_off_anywhere_it_is_refused) {
  for (std::size_t size = 0; size < sample_bytes().size(); ++size)
    EXPECT_FALSE(message::verify(bytes_view{sample_bytes()}.first(size))) << size;
}

TEST(damaged_message, with_any_one_bit_flipped_it_is_refused_or_readable) {
  for (std::size_t bit = 0; bit < sample_bytes().size() * 8; ++bit) {
    auto damaged = sample_bytes();
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    expect_harmless(damaged);
  }
}

TEST(damaged_message, with_many_bytes_changed_it_is_refused_or_readable) {
  EXPECT_TRUE(rc::check("changed", [](const std::vector<std::pair<std::uint16_t, std::uint8_t>>& changes) {
    auto damaged = sample_bytes();
    for (const auto& [where, what] : changes)
      damaged[where % damaged.size()] = std::byte{what};
    expect_harmless(damaged);
  }));
}

TEST(damaged_message, noise_behind_the_identifier_is_refused_or_readable) {
  EXPECT_TRUE(rc::check("noise", [](const std::vector<std::uint8_t>& noise) {
    bytes damaged{std::byte{8}, {}, {}, {}, std::byte{'S'}, std::byte{'N'}, std::byte{'W'}, std::byte{'1'}};
    for (const auto b : noise)
      damaged.push_back(std::byte{b});
    expect_harmless(damaged);
  }));
}

TEST(damaged_message, entries_that_refer_to_one_another_do_not_multiply) {
  // 1000 offsets to the same entry: small bytes that claim to be large are bounded by the limit on tables.
  flatbuffers::FlatBufferBuilder b;
  const sinew::wire::Uuid id{1, 1};
  const std::vector<std::uint8_t> payload;
  const auto entry = sinew::wire::CreateEntryDirect(b, &id, nullptr, "o-1", 0, nullptr, nullptr, &payload);
  const std::vector<flatbuffers::Offset<sinew::wire::Entry>> all(1000, entry);
  sinew::wire::FinishEnvelopeBuffer(b, sinew::wire::CreateEnvelopeDirect(b, "counter", "c-1", "added", 1, 0, 0, &all));
  const bytes_view built{reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()};
  EXPECT_FALSE(message::verify(built, {.size = 1 << 20, .depth = 16, .tables = 1000}));
}

} // namespace
