// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_verb.hpp"

#include "bench/report/report_json.hpp"
#include "tools/command_line.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sinew::bench {
namespace {

using testing::HasSubstr;

struct ending {
  exit_code code;
  std::string out;
  std::string err;
};

auto bench(std::vector<const char*> words) -> ending {
  words.insert(words.begin(), {"sinew", "bench"});
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto code = run_command_line({bench_verb()}, static_cast<int>(words.size()), words.data());
  auto out = testing::internal::GetCapturedStdout();
  return {code, std::move(out), testing::internal::GetCapturedStderr()};
}

TEST(the_bench_verb, explains_itself_and_lists_its_scenarios) {
  EXPECT_THAT(bench({"--help"}).out, HasSubstr("Examples:"));
  EXPECT_THAT(bench({"--list"}).out, HasSubstr("null"));
}

TEST(the_bench_verb, says_what_is_wrong_with_what_was_typed) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> cases{
      {{"null", "--rate", "0"}, "--rate '0'"},
      {{"null", "--rate", "-5"}, "--rate '-5'"},
      {{"null", "--rate", "fast"}, "--rate 'fast'"},
      {{"null", "--rate", "nan"}, "--rate 'nan'"},
      {{"null", "--rate", "2e6"}, "--rate '2e6'"},
      {{"null", "--rate", "5", "--search"}, "exclude"},
      {{"nul", "--rate", "5"}, "did you mean 'null'"},
      {{"--rate", "5"}, "--rate is for one scenario"},
      {{"null", "--rate", "5", "--slo", "quick"}, "p99<5ms"},
      {{"null", "--rate", "5", "--duration", "5"}, "--duration '5'"},
      {{"null", "--rate", "5", "--duration", "1ms"}, "--duration '1ms'"},
      {{"null", "--rate", "5", "--warm-up", "-1s"}, "--warm-up '-1s'"},
      {{"null", "--rate", "5", "--arrivals", "rare"}, "poisson or constant"},
      {{"null", "--rate", "5", "--aggregates", "0"}, "--aggregates '0'"},
      {{"null", "--rate", "5", "--deposits", "0"}, "--deposits '0'"},
      {{"null", "--rate", "5", "--skew", "9"}, "--skew '9'"},
      {{"null", "--rate", "5", "--in-flight", "0"}, "--in-flight '0'"},
      {{"null", "--rate", "5", "--tolerance", "10"}, "--tolerance '10'"},
      {{"null", "--rate", "5", "--hops"}, "--hops: only"},
      {{"null", "--rate", "5", "--http", "http://127.0.0.1:1"}, "are for the scenario `http`"},
      {{"command", "--connections", "8"}, "are for the scenario `http`"},
      {{"http", "--connections", "0"}, "--connections '0'"},
      {{"http", "--connections", "5000"}, "--connections '5000'"},
      {{"failover", "--search", "--yes"}, "failover has no knee"},
      {{"null", "--rate", "5", "--id", "a-1"}, "are for --target"},
      {{"null", "--target", "account.deposit", "--id", "a-1", "--data", "{}"}, "leave out 'null'"},
      {{"--target", "deposit", "--id", "a-1", "--data", "{}"}, "--target 'deposit'"},
      {{"--target", "account.deposit", "--data", "{}"}, "which account?"},
      {{"--target", "account.deposit", "--id", "a-1"}, "--data or --file"},
      {{"--target", "account.deposit", "--id", "a-1", "--file", "/no/such/file"}, "cannot read /no/such/file"},
      {{"null", "--rate", "5", "--baseline", "/no/such/file"}, "cannot read /no/such/file"}};
  for (const auto& [words, part] : cases) {
    const auto ended = bench(words);
    EXPECT_EQ(ended.code, exit_code::bad_input) << part;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr(part));
  }
}

TEST(the_bench_verb, measures_the_rig_itself_without_a_broker) {
  const auto ended = bench(
      {"null", "--rate", "500", "--duration", "300ms", "--warm-up", "0s", "--json", "--nats", "nats://127.0.0.1:1"});
  EXPECT_EQ(ended.code, exit_code::done) << ended.err;
  const auto read = report_from_json(ended.out);
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->measurements.size(), 1U);
  const auto& result = read->measurements[0].result;
  EXPECT_GT(result.intended, 80U);
  EXPECT_EQ(result.done, result.intended);
}

TEST(the_bench_verb, writes_its_report_into_a_folder) {
  const auto folder = std::filesystem::path{testing::TempDir()} / "bench_verb_report";
  const auto ended =
      bench({"null", "--rate", "500", "--duration", "300ms", "--warm-up", "0s", "--out", folder.c_str()});
  EXPECT_EQ(ended.code, exit_code::done) << ended.err;
  EXPECT_TRUE(std::filesystem::exists(folder / "index.html"));
  EXPECT_TRUE(std::filesystem::exists(folder / "report.json"));
  std::filesystem::remove_all(folder);
}

TEST(the_bench_verb, says_how_to_start_a_system_when_there_is_none) {
  const auto ended = bench({"--nats", "nats://127.0.0.1:1"});
  EXPECT_EQ(ended.code, exit_code::unavailable);
  EXPECT_THAT(ended.err, HasSubstr("`sinew up`"));
}

} // namespace
} // namespace sinew::bench
