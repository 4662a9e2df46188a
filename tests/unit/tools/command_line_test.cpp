// SPDX-License-Identifier: Apache-2.0
#include "tools/command_line.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace sinew {
namespace {

using testing::HasSubstr;

struct ending {
  exit_code code;
  std::string out;
  std::string err;
};

auto run(std::vector<const char*> words) -> ending {
  words.insert(words.begin(), "sinew");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto code = run_command_line(all_verbs(), static_cast<int>(words.size()), words.data());
  auto out = testing::internal::GetCapturedStdout();
  return {code, std::move(out), testing::internal::GetCapturedStderr()};
}

// Port 1 of this machine: nobody listens there.
constexpr const char* nowhere = "nats://127.0.0.1:1";

TEST(the_command_line, shows_all_verbs_when_nothing_is_asked) {
  for (const auto& ended : {run({}), run({"--help"}), run({"help"})}) {
    EXPECT_EQ(ended.code, exit_code::done);
    for (const auto& v : all_verbs())
      EXPECT_THAT(ended.out, HasSubstr(std::string{v.name}));
  }
}

TEST(the_command_line, explains_every_verb_with_examples) {
  for (const auto& v : all_verbs()) {
    const auto ended = run({std::string{v.name}.c_str(), "--help"});
    EXPECT_EQ(ended.code, exit_code::done) << v.name;
    EXPECT_THAT(ended.out, HasSubstr("Examples:")) << v.name;
    EXPECT_THAT(ended.out, HasSubstr("--nats")) << v.name;
  }
}

TEST(the_command_line, answers_an_unknown_verb_with_the_nearest) {
  const auto ended = run({"sned"});
  EXPECT_EQ(ended.code, exit_code::bad_input);
  EXPECT_THAT(ended.err, HasSubstr("did you mean `sinew send`?"));
}

TEST(the_command_line, calls_wrong_options_bad_input) {
  EXPECT_EQ(run({"send"}).code, exit_code::bad_input);
  EXPECT_EQ(run({"tap", "evt.>", "--what"}).code, exit_code::bad_input);
  EXPECT_EQ(run({"tap", "evt.>", "--color", "pink"}).code, exit_code::bad_input);
  EXPECT_EQ(run({"tap", "evt..x", "--nats", nowhere}).code, exit_code::bad_input);
  EXPECT_EQ(run({"tap", "evt.>", "--since", "yesterday", "--nats", nowhere}).code, exit_code::bad_input);
  EXPECT_EQ(run({"send", "order", "place", "--nats", nowhere}).code, exit_code::bad_input);
  EXPECT_EQ(run({"send", "order", "place", "--id", "a.b", "--data", "{}", "--nats", nowhere}).code,
            exit_code::bad_input);
  EXPECT_EQ(run({"send", "order", "place", "--file", "/no/such/file", "--nats", nowhere}).code, exit_code::bad_input);
  EXPECT_EQ(run({"up", "--nodes", "0"}).code, exit_code::bad_input);
  EXPECT_EQ(run({"up", "--durability", "quorum"}).code, exit_code::bad_input);
}

TEST(the_command_line, says_what_was_meant_and_what_there_is) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> slips{
      {{"tap", "evt.>", "--color", "pink"}, "'pink' is none of auto, always, never"},
      {{"describe", "--format", "mermade"}, "did you mean 'mermaid'?"},
      {{"tap", "evt.>", "--conut", "3"}, "there is no option '--conut'; did you mean '--count'?"},
      {{"park", "redrive", "--dry-rnu"}, "did you mean '--dry-run'?"},
      {{"park", "redirve"}, "there is no 'sinew park redirve', only ls, show, redrive, drop; did you mean 'redrive'?"},
      {{"node", "darin", "order-1"}, "did you mean 'drain'?"},
      {{"route", "canray", "order"},
       "there is no 'sinew route canray', only ls, canary, http, parity, rm; did you mean 'canary'?"},
      {{"route", "canary", "order", "--to", "b", "--share", "101"}, "'101' is no share: a whole number of percent"},
      {{"route", "canary", "order", "--to", "B", "--share", "1"}, "variant: 'B' is none"},
      {{"route", "canary", "order", "--to", "main", "--share", "1"}, "name another"},
      {{"route", "rm", "canari", "order"}, "did you mean 'canary'?"},
      {{"route", "http", "orders", "--mode", "bth"}, "did you mean 'both'?"},
      {{"route", "http", "orders", "--mode", "both"}, "upstream: is missing"},
      {{"route", "http", "orders", "--mode", "new", "--id", "o-1"}, "ids: 'o-1' must be"},
      {{"route", "http", "Orders", "--mode", "new"}, "'Orders' is no resource"},
      {{"route", "rm", "canary", "O!"}, "'O!' is no name of a row"},
      {{"state", "order", "o-1", "--at", "0"}, "'0' is no version"},
      {{"tap", "evt.>", "--count", "0"}, "'0' is no count"},
      {{"up", "--nats-port", "99999"}, "'99999' is no port: 0 to 65535"}};
  for (const auto& [words, said] : slips) {
    const auto ended = run(words);
    EXPECT_EQ(ended.code, exit_code::bad_input) << said;
    EXPECT_THAT(ended.err, HasSubstr(said));
  }
}

TEST(the_command_line, takes_common_options_before_the_verb_too) {
  for (const auto& words :
       std::vector<std::vector<const char*>>{{"--color", "never", "tap", "evt.>", "--nats", nowhere},
                                             {"--color=never", "--nats", nowhere, "tap", "evt.>"},
                                             {"--json", "tap", "evt.>", "--nats", nowhere}})
    EXPECT_EQ(run(words).code, exit_code::unavailable);
  EXPECT_EQ(run({"--color", "pink", "tap", "evt.>"}).code, exit_code::bad_input);
  EXPECT_EQ(run({"--color"}).code, exit_code::done) << "the front page";
}

TEST(the_command_line, tells_its_version) {
  const auto ended = run({"--version"});
  EXPECT_EQ(ended.code, exit_code::done);
  EXPECT_THAT(ended.out, testing::MatchesRegex("sinew [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(the_command_line, tells_an_address_that_is_none_from_one_where_nobody_is) {
  for (const auto* url :
       {"foo://x", "nats://", "nats://host:port", "nats://host:0", "nats://host:99999", "nats://a b"}) {
    const auto ended = run({"tap", "evt.>", "--nats", url});
    EXPECT_EQ(ended.code, exit_code::bad_input) << url;
    EXPECT_THAT(ended.err, HasSubstr("expected nats://host:port"));
  }
  EXPECT_EQ(run({"tap", "evt.>", "--nats", "nats://me:secret@127.0.0.1:1,127.0.0.1:1"}).code, exit_code::unavailable);
}

TEST(the_command_line, says_once_that_an_id_was_forgotten) {
  const auto file = std::filesystem::path{testing::TempDir()} / "one_command.json";
  std::ofstream{file} << "{\n  \"quantity\":\n    100\n}\n";
  const auto ended = run({"send", "stock", "receive", "--file", file.c_str(), "--nats", nowhere});
  EXPECT_EQ(ended.code, exit_code::bad_input);
  EXPECT_THAT(ended.err, HasSubstr("say with --id which stock it is for"));
}

TEST(the_command_line, says_how_to_start_a_system_when_there_is_none) {
  const auto asked = {run({"state", "order", "o-1", "--nats", nowhere}),
                      run({"history", "order", "o-1", "--nats", nowhere}),
                      run({"saga", "o-1", "--nats", nowhere}),
                      run({"tap", "evt.>", "--nats", nowhere}),
                      run({"describe", "--nats", nowhere}),
                      run({"decode", "--nats", nowhere}),
                      run({"send", "order", "place", "--id", "o-1", "--data", "{}", "--nats", nowhere})};
  for (const auto& ended : asked) {
    EXPECT_EQ(ended.code, exit_code::unavailable);
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr("`sinew up`"));
  }
}

TEST(exit_codes, tell_of_every_error) {
  EXPECT_EQ(exit_code_of(errc::invalid_input), exit_code::bad_input);
  EXPECT_EQ(exit_code_of(errc::not_found), exit_code::bad_input);
  EXPECT_EQ(exit_code_of(errc::unavailable), exit_code::unavailable);
  EXPECT_EQ(exit_code_of(errc::outcome_unknown), exit_code::unavailable);
  EXPECT_EQ(exit_code_of(errc::overloaded), exit_code::unavailable);
}

} // namespace
} // namespace sinew
