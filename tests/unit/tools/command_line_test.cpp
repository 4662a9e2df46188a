// SPDX-License-Identifier: Apache-2.0
#include "tools/command_line.hpp"

#include <gmock/gmock.h>

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
