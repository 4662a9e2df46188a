// SPDX-License-Identifier: Apache-2.0

// The payment service on the real runtime, with a real card provider that goes away and comes back.

#include "actors/node.hpp"
#include "bridge/system_surroundings.hpp"
#include "memory/memory_broker.hpp"
#include "memory/memory_node.hpp"
#include "services/payment/http_card_provider.hpp"
#include "services/payment/payment_codec.hpp"
#include "services/payment/payment_service.hpp"
#include "tests/integration/sandbox_fixture.hpp"

#include <algorithm>

namespace shop {
namespace {

using namespace std::chrono_literals;
using testing::sandbox_process;

class postponed_charges : public testing::sandbox_test {
 protected:
  postponed_charges() {
    running.start();
    loop.post([] {}); // no sleep before the first turn
    EXPECT_TRUE(loop.run_until([&] { return ready; }, 10s));
  }

  template <class Command>
  void tell(const std::string& id, const Command& what) {
    const auto encoded = sinew::encode_named(what);
    const auto command = sinew::message::write(
        {.aggregate = "payment", .aggregate_id = id, .type = encoded.type},
        {{{.id = sinew::new_uuid(client.ports()), .correlation = id, .time = clock.now()}, encoded.payload}});
    const auto receipt =
        answer_to<sinew::bytes>([&](auto done) { client.ports().calls.send(command, 10s, std::move(done)); });
    ASSERT_TRUE(receipt);
    ASSERT_EQ(sinew::read_receipt(*receipt)->outcome, sinew::wire::Outcome::accepted);
  }
  void ask_for_money(const std::string& id, std::chrono::seconds within) {
    tell(id, payment::request{{"c-1"}, {1200, currency::eur}, card{"4242424242424242"}, clock.now() + within, {}});
    tell(id, payment::charge{});
  }
  auto happened(const std::string& id, std::string_view event) -> bool {
    const auto& all = broker.events_of("payment").records();
    return std::ranges::any_of(all, [&](const auto& r) { return r.key.id == id && r.type == event; });
  }
  auto comes(const std::string& id, std::string_view event) -> bool {
    return loop.run_until([&] { return happened(id, event); }, 30s);
  }
  auto charge_of(const std::string& id) -> std::string {
    const auto books = list(sandbox->url(), "charges");
    for (const auto& charge : books["charges"])
      if (charge["id"] == id)
        return charge["status"];
    return "unknown";
  }
  /// The same provider, on the same port.
  void come_back() { sandbox.emplace(memory.path(), port); }

  bool ready = false;
  testing::temporary_directory memory;
  std::optional<sandbox_process> sandbox{std::in_place, memory.path()};
  std::string port = sandbox->port();
  http_card_provider cards{options_for(sandbox->url()), guard_options(), loop, post()};
  sinew::service served = payment_service(cards);
  sinew::system_wall_clock clock;
  sinew::system_randomness chance;
  sinew::memory_broker broker{loop, clock};
  sinew::memory_node link{broker, loop, "payment", "payment-1", clock, chance};
  sinew::memory_node client{broker, loop, "client", "client-1", clock, chance};
  sinew::node running{
      loop, link.ports(), served, sinew::limits{}, {.name = "payment-1", .version = "test", .on_ready = [this] {
                                                      ready = true;
                                                    }}};
};

TEST_F(postponed_charges, are_made_when_the_provider_is_back) {
  sandbox.reset();
  std::vector<std::string> ids;
  for (int i = 0; i < 10; ++i)
    ids.push_back("o-" + std::to_string(i));
  for (const auto& id : ids)
    ask_for_money(id, 60s);
  for (const auto& id : ids)
    EXPECT_TRUE(comes(id, "postponed")) << id;
  EXPECT_GT(cards.guard().status().openings, 0U);
  come_back();
  for (const auto& id : ids) {
    EXPECT_TRUE(comes(id, "charged")) << id;
    EXPECT_EQ(charge_of(id), "approved");
  }
  EXPECT_EQ(list(sandbox->url(), "charges")["net"], (nlohmann::json{{"EUR", 12'000}}));
}

TEST_F(postponed_charges, are_never_made_once_the_time_of_the_order_is_over) {
  sandbox.reset();
  ask_for_money("o-1", 2s);
  EXPECT_TRUE(comes("o-1", "postponed"));
  EXPECT_TRUE(comes("o-1", "timed_out"));
  EXPECT_FALSE(happened("o-1", "declined")) << "nobody has promised yet that no money is taken";
  come_back();
  EXPECT_TRUE(comes("o-1", "declined"));
  EXPECT_EQ(charge_of("o-1"), "voided");
}

TEST_F(postponed_charges, are_given_back_by_their_name_when_the_order_is_undone) {
  sandbox.reset();
  ask_for_money("o-1", 60s);
  EXPECT_TRUE(comes("o-1", "postponed"));
  tell("o-1", payment::refund{"customer_request"});
  come_back();
  EXPECT_TRUE(comes("o-1", "refunded"));
  EXPECT_EQ(charge_of("o-1"), "voided");
  EXPECT_FALSE(happened("o-1", "charged"));
}

} // namespace
} // namespace shop
