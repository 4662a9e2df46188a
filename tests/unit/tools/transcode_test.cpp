// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tools/shop_catalog.hpp"
#include "tools/transcode/payload_reader.hpp"
#include "tools/transcode/strict_json.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

const auto order_of_two =
    R"({"customer":"c-1","lines":[{"sku":"SKU-1","quantity":2,"price":{"units":1200,"currency":"EUR"}}],)"
    R"("payment":{"method":"card","card":"4242424242424242"}})";

class transcoding : public testing::Test {
 protected:
  auto write(std::string_view table, std::string_view json) -> result<bytes> {
    return parse_strict_json(json).and_then([&](const ordered_json& value) { return writer.write(table, value); });
  }
  auto complaint(std::string_view json) -> std::string {
    const auto written = write("OrderPlace", json);
    return written ? "accepted" : written.error().what;
  }

  schema_book book = test::order_book();
  payload_writer writer{book};
};

TEST_F(transcoding, gives_back_what_was_written_with_all_defaults) {
  const auto payload = write("OrderPlace", order_of_two);
  ASSERT_TRUE(payload) << payload.error().what;
  const auto read = read_payload(book, "OrderPlace", *payload);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(one_line(*read),
            R"({"customer":"c-1","lines":[{"sku":"SKU-1","quantity":2,"price":{"units":1200,"currency":"EUR"}}],)"
            R"("payment":{"method":"card","card":"4242424242424242"},"deadline_seconds":0,"checkout":0})");
}

TEST_F(transcoding, can_be_used_again_after_a_mistake) {
  EXPECT_FALSE(write("OrderPlace", R"({"customer":7})"));
  EXPECT_TRUE(write("OrderPlace", order_of_two));
  EXPECT_TRUE(write("OrderCancel", R"({"reason":"no"})"));
}

TEST_F(transcoding, keeps_every_character_of_a_string) {
  const std::string odd = "quote \" backslash \\ newline \n umlaut \xc3\xa4 emoji \xf0\x9f\x8d\x80";
  const auto payload = writer.write("OrderCancel", {{"reason", odd}});
  ASSERT_TRUE(payload) << payload.error().what;
  EXPECT_EQ(read_payload(book, "OrderCancel", *payload)->at("reason"), odd);
}

TEST_F(transcoding, keeps_the_largest_and_the_smallest_amount) {
  for (const auto units : {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    const auto payload =
        writer.write("OrderConfirmed", {{"customer", "c"}, {"total", {{"units", units}, {"currency", "JPY"}}}});
    ASSERT_TRUE(payload) << payload.error().what;
    EXPECT_EQ(read_payload(book, "OrderConfirmed", *payload)->at("total").at("units"), units);
  }
}

TEST_F(transcoding, names_an_unknown_field_and_the_nearest_known_one) {
  EXPECT_THAT(complaint(R"({"customer":"c","lnes":[]})"), HasSubstr("did you mean 'lines'?"));
  EXPECT_THAT(complaint(R"({"customer":"c","zzzzzzzz":1})"), HasSubstr("it has customer, lines, payment"));
}

TEST_F(transcoding, names_the_path_of_a_wrong_value) {
  const auto line = [](std::string_view quantity, std::string_view currency) {
    return fmt::format(
        R"({{"customer":"c","lines":[{{"sku":"s","quantity":{},"price":{{"units":1,"currency":{}}}}}],"payment":{{}}}})",
        quantity, currency);
  };
  EXPECT_THAT(complaint(line("-1", "\"EUR\"")),
              HasSubstr("lines[0].quantity: expected a whole number from 0 to 4294967295"));
  EXPECT_THAT(complaint(line("4294967296", "\"EUR\"")), HasSubstr("lines[0].quantity"));
  EXPECT_THAT(complaint(line("1.5", "\"EUR\"")), HasSubstr("lines[0].quantity"));
  EXPECT_THAT(complaint(line("\"1\"", "\"EUR\"")), HasSubstr("lines[0].quantity"));
  EXPECT_THAT(complaint(line("null", "\"EUR\"")), HasSubstr("lines[0].quantity"));
  EXPECT_THAT(complaint(line("1", "\"XXX\"")),
              HasSubstr("lines[0].price.currency: expected one of EUR, USD, GBP, JPY"));
  EXPECT_THAT(complaint(line("1", "9")), HasSubstr("lines[0].price.currency"));
  EXPECT_EQ(complaint(line("1", "1")), "accepted");
}

TEST_F(transcoding, refuses_half_an_amount_and_missing_required_fields) {
  EXPECT_THAT(complaint(R"({"lines":[],"payment":{}})"), HasSubstr("customer: is missing in OrderPlace"));
  EXPECT_THAT(complaint(R"({"customer":"c","lines":[{"sku":"s","quantity":1,"price":{"units":1}}],"payment":{}})"),
              HasSubstr("lines[0].price.currency: is missing in Money"));
}

TEST_F(transcoding, refuses_another_kind_of_value_at_the_top) {
  for (const auto* json : {"[]", "1", "\"x\"", "null", "true"})
    EXPECT_THAT(complaint(json), HasSubstr("expected an object")) << json;
}

TEST_F(transcoding, knows_its_tables_by_their_short_names_only) {
  EXPECT_EQ(write("OrderVanish", "{}").error().code, errc::unknown_type);
  EXPECT_EQ(write("shop.wire.OrderPlace", "{}").error().code, errc::unknown_type);
}

TEST_F(transcoding, calls_foreign_bytes_foreign) {
  const auto payload = write("OrderPlace", order_of_two).value();
  EXPECT_FALSE(read_payload(book, "OrderPlace", {}));
  EXPECT_FALSE(read_payload(book, "OrderPlace", as_bytes("certainly no flatbuffer")));
  for (std::size_t size = 0; size + 16 < payload.size(); ++size)
    EXPECT_FALSE(read_payload(book, "OrderPlace", bytes_view{payload}.first(size))) << size;
}

TEST_F(transcoding, survives_every_flipped_byte) {
  const auto whole = write("OrderPlace", order_of_two).value();
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const auto flip : {std::byte{0x01}, std::byte{0x80}, std::byte{0xff}}) {
      auto damaged = whole;
      damaged[i] ^= flip;
      const auto read = read_payload(book, "OrderPlace", damaged);
      EXPECT_TRUE(!read || !one_line(*read).empty());
    }
}

TEST(schema_books, refuse_bytes_that_are_no_schema) {
  EXPECT_FALSE(schema_book::open({}));
  EXPECT_FALSE(schema_book::open(copy_of(as_bytes("no schema at all, really"))));
}

} // namespace
} // namespace sinew
