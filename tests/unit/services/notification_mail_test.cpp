// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"
#include "services/notification/letter_text.hpp"
#include "services/notification/maildir_mail.hpp"

#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace shop {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""s;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const mail::letter letter{"o-1", "c-1@example.test", "Your order o-1 is confirmed", "Thank you.\n", noon};

auto file_names(const fs::path& folder) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{folder})
    names.push_back(entry.path().filename().string());
  return names;
}

auto content_of(const fs::path& file) -> std::string {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(letter_text, is_a_message_that_mail_readers_understand) {
  EXPECT_EQ(letter_text(letter),
            "From: The shop <shop@example.test>\n"
            "To: c-1@example.test\n"
            "Subject: Your order o-1 is confirmed\n"
            "Date: Mon, 21 Sep 2026 14:13:20 +0000\n"
            "Message-ID: <o-1@shop.example.test>\n"
            "MIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: 8bit\n"
            "\n"
            "Thank you.\n");
}

TEST(letter_text, lets_nobody_smuggle_in_a_header) {
  auto hostile = letter;
  hostile.subject = "Hello\nBcc: all@example.test";
  hostile.recipient = "c-1@example.test\r\nBcc: all@example.test";
  hostile.trace = "00-0-0-00\nBcc: all@example.test";
  const auto text = letter_text(hostile);
  EXPECT_EQ(text.find("\nBcc"), std::string::npos);
}

TEST(letter_text, says_in_which_trace_it_is_sent) {
  auto traced = letter;
  traced.trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto text = letter_text(traced);
  const auto line = text.find("\nTraceparent: " + traced.trace + "\n");
  ASSERT_NE(line, std::string::npos);
  EXPECT_LT(line, text.find("\n\n")) << "it is a header";
}

TEST(letter_text, encodes_a_subject_beyond_ascii) {
  auto foreign = letter;
  foreign.subject = "Grüße";
  EXPECT_NE(letter_text(foreign).find("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\n"), std::string::npos);
}

class maildir_mail_test : public ::testing::Test {
 protected:
  void SetUp() override {
    auto pattern = (fs::temp_directory_path() / "sinew-mail-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { fs::remove_all(folder); }

  auto open() -> std::unique_ptr<maildir_mail> {
    auto post = std::make_unique<maildir_mail>(folder, [this](sinew::loop::work w) { loop.post(std::move(w)); });
    EXPECT_TRUE(post->prepare());
    return post;
  }
  auto send(maildir_mail& post, const mail::letter& what) -> sinew::result<void> {
    std::optional<sinew::result<void>> outcome;
    post.send(what, [&](sinew::result<void> got) { outcome = std::move(got); });
    EXPECT_FALSE(outcome) << "answered from inside the call";
    EXPECT_TRUE(loop.run_until([&] { return outcome.has_value(); }, 10s));
    return *outcome;
  }

  fs::path folder;
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
};

TEST_F(maildir_mail_test, delivers_a_letter_into_new) {
  const auto post = open();
  ASSERT_TRUE(send(*post, letter));
  EXPECT_EQ(file_names(folder / "new"), std::vector<std::string>{"o-1.sinew"});
  EXPECT_EQ(content_of(folder / "new" / "o-1.sinew"), letter_text(letter));
  EXPECT_TRUE(file_names(folder / "tmp").empty());
}

TEST_F(maildir_mail_test, sends_a_repetition_once_also_in_another_life) {
  ASSERT_TRUE(send(*open(), letter));
  ASSERT_TRUE(send(*open(), letter));
  EXPECT_EQ(file_names(folder / "new").size(), 1U);
}

TEST_F(maildir_mail_test, delivers_one_letter_of_many_that_are_the_same_and_sent_at_once) {
  const auto post = open();
  std::size_t sent = 0;
  for (std::size_t i = 0; i < maildir_mail::most_waiting; ++i)
    post->send(letter, [&](const sinew::result<void>& how) { sent += how ? 1 : 0; });
  EXPECT_TRUE(loop.run_until([&] { return sent == maildir_mail::most_waiting; }, std::chrono::seconds{30}));
  EXPECT_EQ(file_names(folder / "new").size(), 1U);
  EXPECT_TRUE(file_names(folder / "tmp").empty());
}

TEST_F(maildir_mail_test, finds_a_letter_that_somebody_has_read) {
  const auto post = open();
  ASSERT_TRUE(send(*post, letter));
  fs::rename(folder / "new" / "o-1.sinew", folder / "cur" / "o-1.sinew:2,S");
  ASSERT_TRUE(send(*post, letter));
  EXPECT_TRUE(file_names(folder / "new").empty());
}

TEST_F(maildir_mail_test, does_not_take_another_letter_for_a_repetition) {
  const auto post = open();
  auto other = letter;
  other.id = "o-11";
  ASSERT_TRUE(send(*post, letter));
  ASSERT_TRUE(send(*post, other));
  EXPECT_EQ(file_names(folder / "new").size(), 2U);
}

TEST_F(maildir_mail_test, touches_nothing_before_it_is_prepared) {
  const maildir_mail post{folder / "mail", {}};
  EXPECT_FALSE(fs::exists(folder / "mail"));
}

TEST_F(maildir_mail_test, says_which_folder_cannot_be_used) {
  std::ofstream{folder / "file"} << "not a folder";
  const maildir_mail post{folder / "file", {}};
  const auto prepared = post.prepare();
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().code, sinew::errc::system_failure);
  EXPECT_NE(prepared.error().what.find((folder / "file").string()), std::string::npos);
}

TEST_F(maildir_mail_test, blames_a_full_disk_and_not_the_letter) {
  const auto post = open();
  const auto draft_of = [this](std::size_t writer) { return folder / "tmp" / ("o-1.sinew." + std::to_string(writer)); };
  for (std::size_t writer = 0; writer < maildir_mail::writers; ++writer)
    fs::create_symlink("/dev/full", draft_of(writer));
  const auto sent = send(*post, letter);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, sinew::errc::unavailable) << sent.error().what;
  for (std::size_t writer = 0; writer < maildir_mail::writers; ++writer)
    fs::remove(draft_of(writer));
  EXPECT_TRUE(send(*post, letter));
}

TEST_F(maildir_mail_test, says_that_a_letter_cannot_be_written_where_there_is_no_folder) {
  const auto post = open();
  fs::remove_all(folder / "tmp");
  const auto sent = send(*post, letter);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, sinew::errc::system_failure) << sent.error().what;
}

TEST_F(maildir_mail_test, answers_overloaded_when_the_disk_does_not_keep_up) {
  const auto post = open();
  std::size_t done = 0;
  std::size_t turned_away = 0;
  constexpr auto letters = 2 * maildir_mail::most_waiting;
  for (std::size_t i = 0; i < letters; ++i) {
    auto each = letter;
    each.id = "o-" + std::to_string(i);
    post->send(each, [&](const sinew::result<void>& got) {
      ++done;
      turned_away += got ? 0 : 1;
    });
  }
  ASSERT_TRUE(loop.run_until([&] { return done == letters; }, 60s));
  EXPECT_EQ(file_names(folder / "new").size(), letters - turned_away);
}

} // namespace
} // namespace shop
