// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "services/outside/http_line.hpp"
#include "tests/integration/sandbox_process.hpp"

#include <gtest/gtest.h>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

namespace shop::testing {

/// A loop as every node has one, and a client of a sandbox on it.
class sandbox_test : public ::testing::Test {
 protected:
  static auto options_for(const std::string& url) -> http_client_options {
    http_client_options options;
    options.where = sinew::parse_http_url(url).value();
    return options;
  }
  /// As services have it, but quick.
  static auto guard_options() -> sinew::dependency_options {
    sinew::dependency_options options;
    options.retry.first_pause = std::chrono::milliseconds{10};
    options.breaker.open_time = std::chrono::milliseconds{300};
    return options;
  }
  auto post() -> sinew::poster {
    return [this](sinew::loop::work w) { loop.post(std::move(w)); };
  }

  /// Runs the loop until `call(completion)` has answered.
  template <class T, class Call>
  auto answer_to(Call call) -> sinew::result<T> {
    std::optional<sinew::result<T>> outcome;
    call([&](sinew::result<T> got) { outcome = std::move(got); });
    EXPECT_FALSE(outcome) << "answered from inside the call";
    EXPECT_TRUE(loop.run_until([&] { return outcome.has_value(); }, std::chrono::seconds{30}));
    return outcome.value_or(sinew::fail(sinew::errc::unavailable, "no answer at all"));
  }

  auto ask(const std::string& url, http_request what) -> http_answer {
    http_client client{options_for(url), post()};
    return answer_to<http_answer>([&](auto done) { client.call(what, std::chrono::seconds{20}, std::move(done)); })
        .value();
  }
  /// Everything on /v1/charges or /v1/bookings.
  auto list(const std::string& url, const std::string& trade) -> nlohmann::json {
    return nlohmann::json::parse(ask(url, {http_request::verb::get, "/v1/" + trade, {}}).body);
  }

  sinew::epoll_poller poller;
  sinew::loop loop{poller};
};

/// A directory that is gone after the test.
class temporary_directory {
 public:
  temporary_directory() {
    auto pattern = (std::filesystem::temp_directory_path() / "sinew-sandbox-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  auto operator=(const temporary_directory&) -> temporary_directory& = delete;
  [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }

 private:
  std::filesystem::path path_;
};

} // namespace shop::testing
