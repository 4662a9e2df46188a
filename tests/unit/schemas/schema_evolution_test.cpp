// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/schemas/schema_evolution.hpp"

#include <flatbuffers/idl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using sinew::bytes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

auto file(const std::filesystem::path& path) -> bytes {
  std::ifstream in{path, std::ios::binary};
  const std::string all{std::istreambuf_iterator<char>{in}, {}};
  return sinew::copy_of(sinew::as_bytes(all));
}

auto compiled(const std::string& text) -> bytes {
  flatbuffers::Parser parser;
  EXPECT_TRUE(parser.Parse(text.c_str())) << parser.error_;
  parser.Serialize();
  return sinew::copy_of(
      {reinterpret_cast<const std::byte*>(parser.builder_.GetBufferPointer()), parser.builder_.GetSize()});
}

/// What is wrong with `now` as a successor of the sample schema.
auto broken_by(const std::string& now) -> std::vector<std::string> {
  static const auto released = compiled(
      "enum Color: ubyte { red = 0, green = 1 } struct Point { x: int; } "
      "table Thing { name: string (required); count: uint; color: Color; }");
  return test::broken_promises(released, compiled(now));
}

const std::string color = "enum Color: ubyte { red = 0, green = 1 } ";
const std::string point = "struct Point { x: int; } ";
const std::string thing = "table Thing { name: string (required); count: uint; color: Color; } ";

TEST(schema_evolution, every_schema_of_ours_keeps_what_has_been_released) {
  int compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator{RELEASED_SCHEMAS}) {
    const auto current = std::filesystem::path{CURRENT_SCHEMAS} / entry.path().filename();
    ASSERT_TRUE(std::filesystem::exists(current)) << "released, and then removed: " << entry.path().filename();
    EXPECT_THAT(test::broken_promises(file(entry.path()), file(current)), IsEmpty()) << entry.path().filename();
    ++compared;
  }
  EXPECT_GE(compared, 10);
}

TEST(schema_evolution, every_schema_has_been_released) {
  for (const auto& entry : std::filesystem::directory_iterator{SCHEMA_SOURCES})
    if (entry.path().extension() == ".fbs") {
      const auto released = std::filesystem::path{RELEASED_SCHEMAS} / entry.path().stem().concat(".bfbs");
      EXPECT_TRUE(std::filesystem::exists(released)) << released << " is missing: see schemas/README.md";
    }
}

TEST(schema_evolution, more_fields_at_the_end_more_tables_and_more_values_are_fine) {
  EXPECT_THAT(broken_by(color + point + thing), IsEmpty());
  EXPECT_THAT(broken_by("enum Color: ubyte { red = 0, green = 1, blue = 2 } " + point +
                        "table Thing { name: string (required); count: uint; color: Color; more: string; } "
                        "table Other { x: int; }"),
              IsEmpty());
}

TEST(schema_evolution, a_deprecated_field_is_fine) {
  EXPECT_THAT(
      broken_by(color + point + "table Thing { name: string (required); count: uint (deprecated); color: Color; }"),
      IsEmpty());
}

TEST(schema_evolution, what_a_field_is_called_where_it_stands_and_what_it_holds_stays) {
  EXPECT_THAT(broken_by(color + point + "table Thing { name: string (required); number: uint; color: Color; }"),
              ElementsAre("Thing.count is gone"));
  EXPECT_THAT(broken_by(color + point + "table Thing { name: string (required); count: uint; }"),
              ElementsAre("Thing.color is gone"));
  EXPECT_THAT(broken_by(color + point + "table Thing { count: uint; name: string (required); color: Color; }"),
              ElementsAre("Thing.count has moved", "Thing.name has moved"));
  EXPECT_THAT(broken_by(color + point + "table Thing { name: string (required); count: ulong; color: Color; }"),
              ElementsAre("Thing.count has another type"));
  EXPECT_THAT(broken_by(color + point + "table Thing { name: string (required); count: uint = 1; color: Color; }"),
              ElementsAre("Thing.count has another default"));
}

TEST(schema_evolution, required_stays_and_nothing_becomes_required) {
  EXPECT_THAT(broken_by(color + point + "table Thing { name: string; count: uint; color: Color; }"),
              ElementsAre("Thing.name is no longer required"));
  EXPECT_THAT(broken_by(color + point +
                        "table Thing { name: string (required); count: uint; color: Color; more: string (required); }"),
              ElementsAre("Thing.more is new and required"));
}

TEST(schema_evolution, tables_structs_and_enum_values_stay) {
  EXPECT_THAT(broken_by(color + point + "table Object { x: int; }"), ElementsAre("Thing is gone"));
  EXPECT_THAT(broken_by(color + "struct Point { x: int; y: int; } " + thing),
              ElementsAre("struct Point has another size"));
  EXPECT_THAT(broken_by("enum Color: ubyte { red = 0, blue = 1 } " + point + thing),
              ElementsAre("Color.green is gone or has another number"));
}

TEST(schema_evolution, other_bytes_are_no_schema) {
  EXPECT_THAT(test::broken_promises({}, {}), ElementsAre("not a binary schema"));
}

} // namespace
