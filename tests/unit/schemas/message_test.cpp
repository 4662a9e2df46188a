// SPDX-License-Identifier: Apache-2.0
#include "schemas/message.hpp"

#include "tests/unit/schemas/sample_message.hpp"

#include <gtest/gtest.h>
#include <functional>

namespace {

using sinew::message;
using sinew::uuid;
using test::sample_message;

TEST(message, reads_back_what_was_written) {
  const auto written = sample_message(2);
  const auto read = message::verify(written.raw());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->key(), (sinew::aggregate_key{"counter", "c-1"}));
  EXPECT_EQ(read->type(), "added");
  EXPECT_EQ(read->version(), 7U);
  EXPECT_EQ(read->envelope().schema(), 11U);
  EXPECT_TRUE(read->has_deadline());
  EXPECT_EQ(read->deadline(), sinew::from_unix_ns(99));
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->id(1), (uuid{2, 2}));
  EXPECT_EQ(read->causation(1), (uuid{9, 9}));
  EXPECT_EQ(read->correlation(1), "o-1");
  EXPECT_EQ(read->time(1), sinew::from_unix_ns(42));
  EXPECT_EQ(read->actor(1), "service/order");
  EXPECT_EQ(read->trace(1), "00-trace");
  EXPECT_EQ(sinew::as_text(read->payload(1)), "payload 1");
}

TEST(message, asks_for_the_times_of_its_steps_only_when_told_to) {
  EXPECT_FALSE(sample_message(1).time_hops());
  const auto asking =
      message::write({.aggregate = "counter", .aggregate_id = "c-1", .type = "add", .time_hops = true},
                     {{{.id = {1, 1}, .causation = {}, .correlation = "c", .time = {}, .actor = "", .trace = ""}, {}}});
  EXPECT_TRUE(message::verify(asking.raw())->time_hops());
}

TEST(message, what_is_left_out_reads_as_empty) {
  const sinew::new_entry bare{
      .head = {.id = {1, 1}, .causation = {}, .correlation = "c", .time = {}, .actor = "", .trace = ""}, .payload = {}};
  const auto m = message::write({.aggregate = "counter", .aggregate_id = "c-1", .type = "add"}, {bare});
  const auto read = message::verify(m.raw());
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->has_deadline());
  EXPECT_TRUE(read->causation().is_nil());
  EXPECT_TRUE(read->actor().empty());
  EXPECT_TRUE(read->trace().empty());
  EXPECT_TRUE(read->payload().empty());
}

TEST(message, copies_share_the_bytes_and_outlive_the_source) {
  const auto copy = [] {
    const auto written = sample_message(1);
    auto outside = sinew::copy_of(written.raw());
    return *message::verify(outside);
  }();
  const auto again = copy; // NOLINT(performance-unnecessary-copy-initialization): the copy is the point
  EXPECT_EQ(again.raw().data(), copy.raw().data());
  EXPECT_EQ(again.type(), "added");
}

TEST(message, a_payload_can_be_read_in_place) {
  const auto m = sample_message(3);
  for (std::size_t i = 0; i < m.size(); ++i)
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(m.payload(i).data()) % 8, 0U) << i;
}

TEST(message, bytes_beyond_the_size_limit_are_refused_before_anything_looks_at_them) {
  const auto m = sample_message(1);
  const auto refused = message::verify(m.raw(), {.size = m.raw().size() - 1, .depth = 16, .tables = 100});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, sinew::errc::invalid_input);
  EXPECT_TRUE(message::verify(m.raw(), {.size = m.raw().size(), .depth = 16, .tables = 100}));
  const sinew::bytes large(sinew::message_limits{}.size + 1);
  EXPECT_FALSE(message::verify(large));
}

TEST(message, more_tables_or_nesting_than_allowed_is_refused) {
  const auto m = sample_message(50);
  EXPECT_TRUE(message::verify(m.raw()));
  EXPECT_FALSE(message::verify(m.raw(), {.size = 1 << 20, .depth = 16, .tables = 50}));
  EXPECT_FALSE(message::verify(m.raw(), {.size = 1 << 20, .depth = 1, .tables = 1000}));
}

TEST(message, no_bytes_and_few_bytes_are_no_message) {
  const auto m = sample_message(1);
  for (std::size_t size = 0; size < 12; ++size)
    EXPECT_FALSE(message::verify(m.raw().first(size))) << size;
}

TEST(message, another_file_identifier_is_refused) {
  auto changed = sinew::copy_of(sample_message(1).raw());
  changed[7] = std::byte{'2'};
  EXPECT_FALSE(message::verify(changed));
}

/// An envelope with one field spoiled, built with the generated functions: `write` would not do it.
struct raw_envelope {
  std::string aggregate = "counter";
  std::string id = "c-1";
  std::string type = "added";
  std::string correlation = "o-1";
  uuid entry_id{1, 1};
  int entries = 1;

  [[nodiscard]] auto built() const -> sinew::bytes {
    flatbuffers::FlatBufferBuilder b;
    std::vector<flatbuffers::Offset<sinew::wire::Entry>> all;
    const auto entry_uuid = sinew::to_wire(entry_id);
    for (int i = 0; i < entries; ++i)
      all.push_back(
          sinew::wire::CreateEntryDirect(b, &entry_uuid, nullptr, correlation.c_str(), 0, nullptr, nullptr, &nothing));
    sinew::wire::FinishEnvelopeBuffer(
        b, sinew::wire::CreateEnvelopeDirect(b, aggregate.c_str(), id.c_str(), type.c_str(), 1, 0, 0, &all));
    return sinew::copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
  }

  static inline const std::vector<std::uint8_t> nothing;
};

TEST(message, an_envelope_must_make_sense) {
  ASSERT_TRUE(message::verify(raw_envelope{}.built()));
  const std::vector<std::pair<std::string, std::function<void(raw_envelope&)>>> spoilers{
      {"aggregate with a dot", [](auto& e) { e.aggregate = "a.b"; }},
      {"aggregate in capitals", [](auto& e) { e.aggregate = "Counter"; }},
      {"no aggregate", [](auto& e) { e.aggregate = ""; }},
      {"id with a wildcard", [](auto& e) { e.id = "*"; }},
      {"id with a space", [](auto& e) { e.id = "a b"; }},
      {"no id", [](auto& e) { e.id = ""; }},
      {"id too long", [](auto& e) { e.id = std::string(65, 'x'); }},
      {"type with a dot", [](auto& e) { e.type = "added.x"; }},
      {"no type", [](auto& e) { e.type = ""; }},
      {"no correlation", [](auto& e) { e.correlation = ""; }},
      {"correlation with a line break", [](auto& e) { e.correlation = "a\r\nb"; }},
      {"nil entry id", [](auto& e) { e.entry_id = {}; }},
      {"no entries", [](auto& e) { e.entries = 0; }},
  };
  for (const auto& [what, spoil] : spoilers) {
    raw_envelope spoiled;
    spoil(spoiled);
    const auto refused = message::verify(spoiled.built());
    ASSERT_FALSE(refused) << what;
    EXPECT_EQ(refused.error().code, sinew::errc::invalid_input) << what;
  }
}

TEST(message, a_payload_is_only_what_verifies_as_its_table) {
  const auto m = sample_message(1); // its payload is plain text
  EXPECT_EQ(sinew::verified_table<sinew::wire::Receipt>(m.payload()), nullptr);
  EXPECT_EQ(sinew::verified_table<sinew::wire::Receipt>({}), nullptr);
  EXPECT_NE(sinew::verified_table<sinew::wire::Receipt>(sinew::write_receipt({})), nullptr);
}

TEST(message_death, writing_an_invalid_name_is_a_bug) {
  EXPECT_DEATH((void)message::write({.aggregate = "a.b", .aggregate_id = "c-1", .type = "added"}, {}), "does not hold");
  EXPECT_DEATH((void)message::write({.aggregate = "counter", .aggregate_id = "c-1", .type = "added"}, {}),
               "does not hold");
}

TEST(schema_hash, differs_with_one_byte) {
  EXPECT_EQ(sinew::schema_hash(sinew::as_bytes("a")), sinew::schema_hash(sinew::as_bytes("a")));
  EXPECT_NE(sinew::schema_hash(sinew::as_bytes("a")), sinew::schema_hash(sinew::as_bytes("b")));
}

} // namespace
