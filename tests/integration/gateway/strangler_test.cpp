// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/strangler.hpp"

#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "bridge/topology.hpp"
#include "tests/support/private_nats_server.hpp"
#include "tools/routing/route_store.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sinew::gateway {

namespace {

/// A strangler before one resource, `orders`, over a real broker; its legacy system says 201, this one 200.
struct strangler_test : testing::Test {
  static auto open(const std::string& url) -> std::unique_ptr<client> {
    auto opened = client::open(url);
    if (!opened)
      throw std::runtime_error{to_string(opened.error())};
    return std::move(*opened);
  }
  static auto entry(std::string_view mode) -> std::string {
    return R"({"upstream":"http://127.0.0.1:9","mode":")" + std::string{mode} + R"("})";
  }

  void make_bucket() {
    const auto made = with->await<void>([this](completion<void> done) {
      topology::apply(with->broker(), topology::shared_streams(topology::durability::memory), std::move(done));
    });
    ASSERT_TRUE(made);
  }
  void store(std::string_view mode) { ASSERT_TRUE(store_route(*with, {"http", "orders", entry(mode)})); }
  /// Everybody hears of it, and the stream does not take it.
  void store_in_vain(std::string_view mode) {
    const header impossible[] = {{"Nats-Expected-Last-Sequence", "4711"}};
    const auto on = subject::bucket_key(subject::system_bucket, subject::route_key(subject::route_of_http, "orders"));
    const auto refused = with->await<broker_message>([&](completion<broker_message> done) {
      with->broker().store(on, impossible, as_bytes(entry(mode)), std::chrono::seconds{10}, std::move(done));
    });
    ASSERT_TRUE(refused && as_text(refused->body()).find("error") != std::string_view::npos);
  }
  void look_again() {
    bool is_done = false;
    before.look_again(*before.find("orders"), [&] { is_done = true; });
    ASSERT_TRUE(with->where().run_until([&] { return is_done; }, std::chrono::seconds{20}));
  }
  auto got() -> http_response {
    std::optional<http_response> answer;
    const auto asked = std::make_shared<http_request>(http_request{.method = "GET", .path = "/v1/orders/o-1"});
    rows.front().handler({.request = asked, .path = {{"id", "o-1"}}},
                         [&](http_response response) { answer = std::move(response); });
    EXPECT_TRUE(with->where().run_until([&] { return answer.has_value(); }, std::chrono::seconds{20}));
    return answer.value_or(http_response{});
  }

  test::private_nats_server server;
  std::unique_ptr<client> with = open(server.url());
  registry_mirror known{*with};
  strangler before{{.with = *with,
                    .known = known,
                    .bounds = {},
                    .send = [](const auto&, auto, const auto& done) { done(http_response{.status = 201}); },
                    .gateway = "gateway-1"}};
  std::vector<route> rows = before.wrap(
      {{.method = "GET", .pattern = "/v1/orders/{id}", .handler = [](const call&, const http_answer& answer) {
          answer(http_response{.status = 200});
        }}});
};

} // namespace

TEST_F(strangler_test, serves_nothing_before_it_is_known_which_side_does) {
  ASSERT_TRUE(before.start());
  EXPECT_EQ(before.unknown(), std::vector<std::string>{"orders"});
  const auto refused = got();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_NE(find_header(refused.headers, "Retry-After"), "");
  make_bucket();
  EXPECT_TRUE(with->where().run_until([&] { return before.unknown().empty(); }, std::chrono::seconds{20}));
  EXPECT_EQ(got().status, 200U);
}

TEST_F(strangler_test, knows_an_entry_that_was_there_before_it) {
  make_bucket();
  store("legacy");
  ASSERT_TRUE(before.start());
  EXPECT_TRUE(with->where().run_until([&] { return before.unknown().empty(); }, std::chrono::seconds{20}));
  EXPECT_EQ(got().status, 201U);
}

TEST_F(strangler_test, switches_by_what_is_stored_and_by_nothing_else) {
  make_bucket();
  ASSERT_TRUE(before.start());
  store_in_vain("legacy");
  look_again();
  EXPECT_EQ(got().status, 200U);
  store("legacy");
  look_again();
  EXPECT_EQ(got().status, 201U);
}

} // namespace sinew::gateway
