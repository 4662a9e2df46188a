// SPDX-License-Identifier: Apache-2.0
#include "tools/token/development_key.hpp"

#include "tools/token/running_key.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sinew {

namespace {

namespace fs = std::filesystem;

/// A folder of its own, in which also lies what a user's programs tell each other.
class development_key_test : public testing::Test {
 protected:
  development_key_test() {
    auto pattern = (fs::temp_directory_path() / "sinew-key-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);
  }
  ~development_key_test() override {
    unsetenv("XDG_RUNTIME_DIR");
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] auto file() const -> fs::path { return folder_ / "key.pem"; }
  [[nodiscard]] auto shared() const -> fs::path { return folder_ / "sinew"; }

  fs::path folder_;
};

} // namespace

TEST_F(development_key_test, is_made_once_and_for_its_owner_alone) {
  const auto made = development_key::keep(file());
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto again = development_key::keep(file());
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->id(), made->id());
  EXPECT_EQ(again->key_set(), made->key_set());
  EXPECT_EQ(made->key_set().find("\"d\""), std::string::npos) << "nothing of the private half";
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 1) << "no draft is left";
}

TEST_F(development_key_test, is_not_taken_where_others_may_read_it) {
  ASSERT_TRUE(development_key::keep(file()));
  fs::permissions(file(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(development_key::read(file()).error().code, errc::invalid_input);
  EXPECT_EQ(development_key::keep(file()).error().code, errc::invalid_input) << "nor made anew";
}

TEST_F(development_key_test, is_nothing_else) {
  EXPECT_EQ(development_key::read(file()).error().code, errc::not_found);
  EXPECT_EQ(development_key::read(folder_).error().code, errc::system_failure);
  for (const auto* text : {"", "x", "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n"}) {
    std::ofstream{file()} << text;
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(development_key::read(file()).error().code, errc::invalid_input) << text;
  }
}

TEST_F(development_key_test, is_found_by_the_brokers_address_while_its_system_runs) {
  const std::string both = "nats://127.0.0.1:4222,nats://127.0.0.1:4223";
  {
    const auto told = running_key::tell(both, file());
    ASSERT_TRUE(told) << told.error().what;
    EXPECT_EQ(running_key::find("nats://localhost:4222"), file());
    EXPECT_EQ(running_key::find("127.0.0.1:4223"), file());
    EXPECT_EQ(running_key::find("nats://127.0.0.1:4224").error().code, errc::not_found);
  }
  EXPECT_EQ(running_key::find(both).error().code, errc::not_found);
}

TEST_F(development_key_test, of_a_killed_system_gives_way_to_that_of_the_next) {
  auto killed = running_key::tell("nats://127.0.0.1:4222", "/old/key.pem");
  const auto next = running_key::tell("nats://127.0.0.1:4222", file());
  ASSERT_TRUE(killed && next);
  killed = tl::unexpected{error{errc::not_found, "its end is late"}};
  EXPECT_EQ(running_key::find("nats://127.0.0.1:4222"), file());
}

TEST_F(development_key_test, is_not_looked_for_where_others_may_write) {
  const auto told = running_key::tell("nats://127.0.0.1:4222", file());
  ASSERT_TRUE(told);
  fs::permissions(shared(), fs::perms::all);
  EXPECT_EQ(running_key::find("nats://127.0.0.1:4222").error().code, errc::not_found);
  EXPECT_EQ(running_key::tell("nats://127.0.0.1:4222", file()).error().code, errc::system_failure);
}

} // namespace sinew
