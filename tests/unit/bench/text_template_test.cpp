// SPDX-License-Identifier: Apache-2.0
#include "bench/target/text_template.hpp"

#include "kernel/uuid.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace sinew::bench {
namespace {

using testing::HasSubstr;

/// What a template becomes, so many times.
auto filled(std::string_view text, int times, std::uint64_t seed = 1) -> std::vector<std::string> {
  template_fields fields{seed};
  const auto parsed = text_template::parse(text, fields);
  EXPECT_TRUE(parsed) << parsed.error().what;
  std::vector<std::string> all;
  for (int i = 0; parsed && i < times; ++i)
    all.push_back(parsed->fill(fields));
  return all;
}

auto fault_of(std::string_view text) -> std::string {
  template_fields fields{1};
  const auto parsed = text_template::parse(text, fields);
  EXPECT_FALSE(parsed) << text;
  return parsed ? "" : parsed.error().what;
}

TEST(a_template, without_fields_is_its_text) {
  EXPECT_EQ(filled(R"({"amount":{"units":1}})", 1).front(), R"({"amount":{"units":1}})");
}

TEST(a_template, stands_between_the_brackets_of_json) {
  EXPECT_EQ(filled(R"({"a":{"b":{{int 7 7}}}})", 1).front(), R"({"a":{"b":7}})");
}

TEST(a_template, draws_whole_numbers_over_all_of_their_range) {
  std::set<std::string> seen;
  for (auto& text : filled("{{int -2 2}}", 500))
    seen.insert(std::move(text));
  EXPECT_EQ(seen, (std::set<std::string>{"-2", "-1", "0", "1", "2"}));
  EXPECT_EQ(filled("{{int -9223372036854775808 9223372036854775807}}", 3).size(), 3U);
}

TEST(a_template, draws_ranks_by_zipfs_law_from_one_on) {
  std::map<std::string, int> seen;
  for (const auto& text : filled("{{zipf 100 0.99}}", 5'000))
    ++seen[text];
  EXPECT_FALSE(seen.contains("0"));
  EXPECT_GT(seen["1"], seen["2"]);
  EXPECT_GT(seen["1"], 500);
}

TEST(a_template, draws_letters_picks_and_counts) {
  EXPECT_THAT(filled("{{text 8}}", 1).front(), testing::MatchesRegex("[a-z]{8}"));
  for (const auto& text : filled("{{pick red|light green}}", 20))
    EXPECT_THAT(text, testing::AnyOf("red", "light green"));
  EXPECT_EQ(filled("o-{{n}}", 3), (std::vector<std::string>{"o-1", "o-2", "o-3"}));
}

TEST(a_template, makes_ids_that_no_other_run_has) {
  const auto once = filled("{{uuid}}", 1).front();
  EXPECT_TRUE(parse_uuid(once));
  EXPECT_NE(once, filled("{{uuid}}", 1).front());
}

TEST(a_template, draws_the_same_for_the_same_seed_and_apart_for_each_field) {
  constexpr auto text = "{{int 1 1000000}} {{int 1 1000000}}";
  EXPECT_EQ(filled(text, 5), filled(text, 5));
  EXPECT_NE(filled(text, 5), filled(text, 5, 2));
  const auto first = filled(text, 1).front();
  EXPECT_NE(first.substr(0, first.find(' ')), first.substr(first.find(' ') + 1));
}

TEST(a_template, uses_a_named_value_again) {
  for (const auto& text : filled("{{sku = int 1 1000}}/{{sku}}", 20))
    EXPECT_EQ(text.substr(0, text.find('/')), text.substr(text.find('/') + 1));
}

TEST(a_template, borrows_what_an_earlier_one_has_drawn) {
  template_fields fields{1};
  const auto id = text_template::parse("a-{{who = int 1 1000}}", fields).value();
  const auto apart = text_template::parse("{{int 1 5}}", fields).value();
  const auto same = text_template::parse("of {{who}}", fields).value();
  EXPECT_FALSE(apart.borrows());
  EXPECT_TRUE(same.borrows());
  for (int i = 0; i < 20; ++i) {
    const auto drawn = id.fill(fields);
    EXPECT_EQ(same.fill(fields), "of " + drawn.substr(2));
  }
}

TEST(a_template, knows_how_long_it_can_become) {
  template_fields fields{1};
  EXPECT_EQ(text_template::parse("a-{{int 1 10000}}-{{pick x|yyy}}", fields).value().longest(fields), 11U);
  EXPECT_EQ(text_template::parse("{{uuid}}", fields).value().longest(fields), 36U);
}

TEST(a_template, says_where_it_is_wrong_and_what_is_allowed) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"a-{{int 1 5", "column 3: a field begins with '{{' and never ends"},
      {"a-{{itn 1 5}}", "column 3: '{{itn 1 5}}': there is no such field; there are: int A B, zipf N S, text N"},
      {"{{}}", "there is no such field"},
      {"{{int 5 1}}", "'int 1 500'"},
      {"{{int 1}}", "'int 1 500'"},
      {"{{int 1 2.5}}", "'int 1 500'"},
      {"{{int 1 99999999999999999999}}", "'int 1 500'"},
      {"{{zipf 0 1}}", "'zipf 1000 0.99'"},
      {"{{zipf 10 9}}", "'zipf 1000 0.99'"},
      {"{{zipf 10 nan}}", "'zipf 1000 0.99'"},
      {"{{text 0}}", "'text 64'"},
      {"{{text 1000000}}", "'text 64'"},
      {"{{pick a||b}}", "'pick red|green|blue'"},
      {"{{pick}}", "'pick red|green|blue'"},
      {"{{uuid 4}}", "it takes nothing"},
      {"{{who}} {{who = n}}", "column 1: '{{who}}': there is no such field"},
      {"{{who = n}} {{who = n}}", "column 13: '{{who = n}}': there is a field 'who' before it"},
      {"{\n  \"a\": {{fun}}\n}", "line 2, column 8: '{{fun}}'"},
  };
  for (const auto& [text, part] : cases)
    EXPECT_THAT(fault_of(text), HasSubstr(part)) << text;
}

} // namespace
} // namespace sinew::bench
