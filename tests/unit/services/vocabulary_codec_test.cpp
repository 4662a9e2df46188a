// SPDX-License-Identifier: Apache-2.0
#include "services/vocabulary_codec.hpp"

#include "schemas/message.hpp"

#include <gtest/gtest.h>
#include <functional>

namespace shop {
namespace {

using sinew::result;

/// Writes a table with `write`, and reads it back from its bytes with `read`.
template <class Table, class Write, class Read>
auto through_bytes(Write write, Read read) {
  flatbuffers::FlatBufferBuilder b;
  b.Finish(write(b));
  const sinew::bytes_view raw{reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()};
  field_reader fields;
  auto value = read(fields, *sinew::verified_table<Table>(raw));
  return fields.checked(std::move(value));
}

auto payment_through_bytes(const payment_method& method) {
  return through_bytes<wire::PaymentMethod>([&](auto& b) { return to_wire(b, method); },
                                            [](auto& fields, const auto& t) { return fields.payment("payment", &t); });
}

auto address_through_bytes(const address& place) {
  return through_bytes<wire::Address>([&](auto& b) { return to_wire(b, place); },
                                      [](auto& fields, const auto& t) { return fields.place("address", &t); });
}

/// Lines have no table of their own: an address' bytes carry nothing here, the vector is the root's only reader.
auto lines_through_bytes(const std::vector<line>& lines) -> result<std::vector<line>> {
  flatbuffers::FlatBufferBuilder b;
  b.Finish(to_wire(b, lines));
  using list = flatbuffers::Vector<flatbuffers::Offset<wire::Line>>;
  field_reader fields;
  auto read = fields.lines("lines", flatbuffers::GetRoot<list>(b.GetBufferPointer()));
  return fields.checked(std::move(read));
}

template <class T>
auto fault_of(const result<T>& r) -> std::string {
  return r ? "no fault" : r.error().what;
}

const line good{{"SKU-1"}, 2, {1200, currency::eur}};

TEST(vocabulary_codec, brings_every_word_back_from_bytes) {
  const address home{"Ada Lovelace", "12 St James's Square", "SW1Y 4JH", "London", "GB"};
  const std::vector<line> lines{good, {{"SKU-2"}, 1'000'000, {0, currency::eur}}};
  EXPECT_EQ(payment_through_bytes(card{"4242424242424242"}), payment_method{card{"4242424242424242"}});
  EXPECT_EQ(payment_through_bytes(prepaid{{"a-1"}}), payment_method{prepaid{{"a-1"}}});
  EXPECT_EQ(address_through_bytes(home), home);
  EXPECT_EQ(lines_through_bytes(lines), lines);
}

TEST(vocabulary_codec, names_the_field_that_is_wrong) {
  EXPECT_EQ(fault_of(lines_through_bytes({good, good, {{"a"}, 0, {1, currency::eur}}})),
            "lines[2].quantity must be 1 to 1000000, not 0");
  EXPECT_EQ(fault_of(lines_through_bytes({{{"a.b"}, 1, {1, currency::eur}}})),
            "lines[0].sku must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(lines_through_bytes({{{"a"}, 1, {-1, currency::eur}}})),
            "lines[0].price.units must be 0 to 1000000000000, not -1");
  EXPECT_EQ(fault_of(lines_through_bytes({{{"a"}, 1, {1, static_cast<currency>(9)}}})),
            "lines[0].price.currency is not known: 9");
}

TEST(vocabulary_codec, wants_1_to_100_lines_of_one_currency) {
  EXPECT_EQ(fault_of(lines_through_bytes({})), "lines must be 1 to 100 lines, not 0");
  EXPECT_EQ(fault_of(lines_through_bytes(std::vector(101, good))), "lines must be 1 to 100 lines, not 101");
  EXPECT_TRUE(lines_through_bytes(std::vector(100, good)));
  EXPECT_EQ(fault_of(lines_through_bytes({good, {{"a"}, 1, {1, currency::usd}}})),
            "lines[1].price.currency must be that of the first line");
}

TEST(vocabulary_codec, refuses_a_payment_that_says_nothing_or_two_things) {
  EXPECT_EQ(fault_of(payment_through_bytes(card{"4242 4242"})),
            "payment.card must be 1 to 64 letters, digits, '_' or '-'");
  const auto both = through_bytes<wire::PaymentMethod>(
      [](auto& b) {
        const auto number = b.CreateString("4242424242424242");
        return wire::CreatePaymentMethod(b, wire::PaymentKind::card, number, b.CreateString("a-1"));
      },
      [](auto& fields, const auto& t) { return fields.payment("payment", &t); });
  EXPECT_EQ(fault_of(both), "payment.account must be absent when the method is card");
  const auto unknown = through_bytes<wire::PaymentMethod>(
      [](auto& b) { return wire::CreatePaymentMethod(b, static_cast<wire::PaymentKind>(7)); },
      [](auto& fields, const auto& t) { return fields.payment("payment", &t); });
  EXPECT_EQ(fault_of(unknown), "payment.method is not known");
}

TEST(vocabulary_codec, accepts_only_printable_utf8_of_bounded_length) {
  EXPECT_TRUE(address_through_bytes({"Jos\xc3\xa9", "", "", "", ""}));
  EXPECT_EQ(fault_of(address_through_bytes({"a\r\nBcc: b", "", "", "", ""})),
            "address.name must be UTF-8 without control characters");
  EXPECT_EQ(fault_of(address_through_bytes({"", "\xff", "", "", ""})),
            "address.street must be UTF-8 without control characters");
  EXPECT_EQ(fault_of(address_through_bytes({"", "", "", "\xe2\x82", ""})),
            "address.city must be UTF-8 without control characters");
  EXPECT_EQ(fault_of(address_through_bytes({std::string(201, 'x'), "", "", "", ""})),
            "address.name must have at most 200 bytes, not 201");
  EXPECT_EQ(fault_of(address_through_bytes({"", "", "", "", "Germany"})),
            "address.country must be two capital letters (ISO 3166-1)");
}

TEST(field_reader, keeps_the_first_fault) {
  field_reader fields;
  fields.number("quantity", 0, 1, 5);
  fields.word("code", nullptr);
  EXPECT_EQ(fault_of(fields.checked(1)), "quantity must be 1 to 5, not 0");
}

} // namespace
} // namespace shop
