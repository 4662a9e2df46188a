// SPDX-License-Identifier: Apache-2.0
#include "services/payment/http_card_provider.hpp"
#include "tests/integration/sandbox_fixture.hpp"

#include <csignal>

namespace shop {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using sinew::errc;
using testing::sandbox_process;

const std::string good_card = "4242424242424242";
const std::string declined_card = "4000000000000002";
const std::string failing_card = "4000000000000119";
const std::string slow_card = "4000000000006975";

class sandbox_card_provider : public testing::sandbox_test {
 protected:
  using answer = card_provider::answer;

  void use(const std::string& url, const sinew::dependency_options& guard = guard_options()) {
    cards.emplace(options_for(url), guard, loop, post());
  }
  auto status() -> sinew::dependency_status { return cards->guard().status(); }
  static auto order_for(const std::string& id, const std::string& number, std::chrono::milliseconds patience = 10s)
      -> card_provider::charge_order {
    return {{id}, {1200, currency::eur}, {number}, std::chrono::system_clock::now() + patience};
  }
  auto charge(const std::string& id, const std::string& number, std::chrono::milliseconds patience = 10s)
      -> sinew::result<answer> {
    return answer_to<answer>([&](auto done) { cards->charge(order_for(id, number, patience), std::move(done)); });
  }
  auto cancel(const std::string& id) -> sinew::result<void> {
    return answer_to<void>([&](auto done) { cards->cancel({id}, std::move(done)); });
  }
  static auto is_approved(const sinew::result<answer>& got) -> bool {
    return got && std::holds_alternative<card_provider::approved>(*got);
  }
  static auto code_of(const sinew::result<answer>& got) -> std::string {
    if (!got)
      return to_string(got.error());
    const auto* no = std::get_if<card_provider::declined>(&*got);
    return no == nullptr ? "approved" : no->code;
  }

  std::optional<http_card_provider> cards;
};

TEST_F(sandbox_card_provider, approves_a_good_card_once) {
  const sandbox_process sandbox;
  use(sandbox.url());
  const auto first = charge("o-1", good_card);
  ASSERT_TRUE(is_approved(first)) << code_of(first);
  EXPECT_EQ(std::get<card_provider::approved>(*first).reference, "ch-o-1");
  EXPECT_TRUE(is_approved(charge("o-1", good_card)));
  EXPECT_EQ(list(sandbox.url(), "charges")["net"], (nlohmann::json{{"EUR", 1200}}));
}

TEST_F(sandbox_card_provider, declines_bad_cards_with_a_reason) {
  const sandbox_process sandbox;
  use(sandbox.url());
  EXPECT_EQ(code_of(charge("o-1", declined_card)), "card_declined");
  EXPECT_EQ(code_of(charge("o-2", "4242424242424241")), "invalid_card");
  EXPECT_EQ(code_of(charge("o-3", "no-card")), "invalid_card");
  EXPECT_EQ(code_of(charge("o-4", "4111111111111111")), "approved");
}

TEST_F(sandbox_card_provider, is_asked_again_when_it_fails) {
  const sandbox_process sandbox;
  use(sandbox.url());
  EXPECT_EQ(code_of(charge("o-1", failing_card)), "approved");
}

TEST_F(sandbox_card_provider, gives_money_back_and_never_takes_it_again) {
  const sandbox_process sandbox;
  use(sandbox.url());
  ASSERT_TRUE(is_approved(charge("o-1", good_card)));
  ASSERT_TRUE(cancel("o-1"));
  ASSERT_TRUE(cancel("o-1"));
  EXPECT_EQ(code_of(charge("o-1", good_card)), "voided");
  ASSERT_TRUE(cancel("o-never-asked"));
  EXPECT_EQ(code_of(charge("o-never-asked", good_card)), "voided");
  EXPECT_EQ(list(sandbox.url(), "charges")["net"], nlohmann::json::object());
}

TEST_F(sandbox_card_provider, that_is_slow_is_given_up_and_undone) {
  const sandbox_process sandbox;
  use(sandbox.url());
  const auto slow = charge("o-1", slow_card, 300ms);
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().code, errc::outcome_unknown);
  ASSERT_TRUE(cancel("o-1"));
  EXPECT_EQ(code_of(charge("o-1", slow_card)), "voided");
}

TEST_F(sandbox_card_provider, that_is_slow_answers_in_the_end) {
  const sandbox_process sandbox;
  use(sandbox.url());
  EXPECT_EQ(code_of(charge("o-1", slow_card)), "approved"); // after 8 seconds
}

TEST_F(sandbox_card_provider, is_not_asked_after_the_deadline) {
  const sandbox_process sandbox;
  use(sandbox.url());
  EXPECT_EQ(charge("o-1", good_card, -1ms).error().code, errc::deadline_exceeded);
  EXPECT_EQ(list(sandbox.url(), "charges")["charges"], nlohmann::json::array());
}

TEST_F(sandbox_card_provider, that_is_down_is_unavailable_and_works_again_when_it_is_back) {
  const testing::temporary_directory memory;
  std::optional<sandbox_process> sandbox{std::in_place, memory.path()};
  const auto port = sandbox->port();
  auto guard = guard_options();
  guard.breaker.failures_in_a_row = 100; // of leaving it alone the next test tells
  use(sandbox->url(), guard);
  ASSERT_TRUE(is_approved(charge("o-1", good_card)));
  sandbox.reset(); // SIGKILL: the kept connection breaks
  EXPECT_EQ(charge("o-2", good_card).error().code, errc::unavailable);
  EXPECT_EQ(cancel("o-1").error().code, errc::unavailable);
  sandbox.emplace(memory.path(), port);
  EXPECT_EQ(code_of(charge("o-2", good_card)), "approved");
  EXPECT_TRUE(cancel("o-1"));
}

TEST_F(sandbox_card_provider, remembers_across_restarts) {
  const testing::temporary_directory memory;
  std::optional<sandbox_process> sandbox{std::in_place, memory.path()};
  use(sandbox->url());
  ASSERT_TRUE(is_approved(charge("o-1", good_card)));
  ASSERT_TRUE(cancel("o-2"));
  const auto before = list(sandbox->url(), "charges");
  EXPECT_EQ(sandbox->end_with(SIGTERM), 0);
  sandbox.emplace(memory.path());
  EXPECT_EQ(list(sandbox->url(), "charges"), before);
  use(sandbox->url());
  EXPECT_EQ(code_of(charge("o-2", good_card)), "voided");
}

TEST_F(sandbox_card_provider, that_is_down_is_left_alone_until_a_probe_succeeds) {
  const testing::temporary_directory memory;
  std::optional<sandbox_process> sandbox{std::in_place, memory.path()};
  const auto port = sandbox->port();
  auto guard = guard_options();
  guard.retry.attempts = 1;
  guard.breaker.open_time = 1s;
  use(sandbox->url(), guard);
  sandbox.reset();
  for (std::size_t i = 0; i < guard.breaker.failures_in_a_row; ++i)
    EXPECT_EQ(charge("o-1", good_card).error().code, errc::unavailable);
  EXPECT_EQ(status().breaker, sinew::circuit_breaker::state::open);
  const auto rejected = charge("o-1", good_card);
  EXPECT_EQ(rejected.error().code, errc::unavailable);
  EXPECT_NE(rejected.error().what.find("left alone"), std::string::npos) << rejected.error().what;
  EXPECT_EQ(status().rejected, 1U);
  EXPECT_EQ(status().failures, guard.breaker.failures_in_a_row) << "nobody was asked any more";

  sandbox.emplace(memory.path(), port);
  loop.after(guard.breaker.open_time, [] {}); // turns the loop then
  loop.run_until([&] { return status().breaker == sinew::circuit_breaker::state::half_open; }, 5s);
  for (std::size_t i = 0; i < guard.breaker.probes; ++i)
    EXPECT_EQ(code_of(charge("o-1", good_card)), "approved");
  EXPECT_EQ(status().breaker, sinew::circuit_breaker::state::closed);
}

TEST_F(sandbox_card_provider, is_asked_many_things_at_once_over_few_connections) {
  const sandbox_process sandbox;
  auto guard = guard_options();
  guard.calls = {.places = 4, .waiting = 196};
  use(sandbox.url(), guard);
  std::size_t approved = 0;
  std::size_t overloaded = 0;
  constexpr std::size_t asked = 250;
  for (std::size_t i = 0; i < asked; ++i)
    cards->charge(order_for("o-" + std::to_string(i), good_card), [&](const sinew::result<answer>& got) {
      approved += is_approved(got) ? 1 : 0;
      overloaded += !got && got.error().code == errc::overloaded ? 1 : 0;
    });
  ASSERT_TRUE(loop.run_until([&] { return approved + overloaded == asked; }, 30s)) << approved << ' ' << overloaded;
  EXPECT_GE(approved, 200U);
  EXPECT_EQ(list(sandbox.url(), "charges")["charges"].size(), approved);
}

TEST_F(sandbox_card_provider, can_be_let_go_in_the_middle_of_a_call) {
  const sandbox_process sandbox;
  use(sandbox.url());
  cards->charge(order_for("o-1", slow_card), [](const auto&) { FAIL() << "nobody waits any more"; });
  cards.reset();
  loop.turn(0ms);
}

} // namespace
} // namespace shop
