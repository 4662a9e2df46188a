// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream.hpp"
#include "bridge/jetstream_log_feed.hpp"
#include "bridge/subjects.hpp"
#include "projection/projections.hpp"
#include "services/order/order_service.hpp"
#include "services/order/orders.hpp"
#include "tests/integration/bridge_fixture.hpp"
#include "tests/support/order_log.hpp"

#include <gtest/gtest.h>

namespace sinew::test {
namespace {

using namespace std::chrono_literals;

/// What a node answered to a ListQuery.
struct answer {
  std::string error;
  std::vector<std::string> ids;
  std::uint64_t position = 0;
  std::string next;
};

auto read_answer(bytes_view body) -> answer {
  const auto* read = verified_table<wire::ListAnswer>(body, {.size = 8 * 1024 * 1024});
  if (read == nullptr)
    return {.error = "no ListAnswer"};
  answer all{.error = read->error() ? read->error()->str() : "",
             .ids = {},
             .position = read->position(),
             .next = read->next() ? read->next()->str() : ""};
  if (read->rows() != nullptr)
    for (const auto* row : *read->rows())
      all.ids.push_back(row->id()->str());
  return all;
}

/// The order service's log in a real nats-server, and a node's lists of it, without the node around them.
class lists_over_jetstream : public bridge_fixture {
 public:
  void SetUp() override { connect_broker(); }
  void TearDown() override {
    lists_.reset();
    broker_->close();
  }

  void connect_broker() {
    broker_ = jetstream::open(where(), poller(), {.url = server().url(), .node = "order-1"}, "order", "file").value();
    std::optional<result<void>> started;
    broker_->start(served_, into(started));
    ASSERT_TRUE(answered(started) && started->has_value()) << started->error().what;
  }

  void open_lists() {
    auto opened = projections::open(
        {.where = where(),
         .post = [this](loop::work w) { where().post(std::move(w)); },
         .make_feed = [this] { return std::make_unique<jetstream_log_feed>(broker_->broker(), "order"); }},
        served_, {.node = "order-1", .folder = folder_.path()});
    ASSERT_TRUE(opened) << opened.error().what;
    lists_ = std::move(*opened);
    lists_->start();
  }
  void close_lists() { lists_.reset(); }
  void await_caught_up() {
    ASSERT_TRUE(run_until([this] { return lists_->are_caught_up() && status()["read_models"][0]["lag"] == 0; }));
  }

  /// Stores one event of the log. Its position in the stream.
  auto store(const log_event& event) -> std::uint64_t {
    std::optional<result<appended>> done;
    broker_->outside().log.append(event.key, std::exchange(last_[event.key], 0), {message::verify(event.body).value()},
                                  into(done));
    EXPECT_TRUE(answered(done) && done->has_value());
    last_[event.key] = done->value().position;
    return last_[event.key];
  }
  void store_all() {
    for (const auto& event : log.all())
      store(event);
  }

  /// Asks without waiting for the answer.
  auto ask(const bytes& body) -> std::shared_ptr<std::optional<answer>> {
    auto told = std::make_shared<std::optional<answer>>();
    EXPECT_TRUE(lists_->answer_query({"orders", body, [told](const bytes& said) { *told = read_answer(said); }}));
    return told;
  }
  auto list(const asked& question = {.limit = 200}) -> answer {
    const auto told = ask(question.body());
    EXPECT_TRUE(run_until([&] { return told->has_value(); }));
    return told->value_or(answer{});
  }
  auto at_least(std::uint64_t position, std::uint32_t wait_ms) -> bytes {
    flatbuffers::FlatBufferBuilder b;
    b.Finish(wire::CreateListQueryDirect(b, nullptr, nullptr, nullptr, 200, nullptr, position, wait_ms));
    return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
  }

  auto control(const std::string& verb) -> nlohmann::json {
    nlohmann::json said;
    EXPECT_TRUE(lists_->answer_control(
        {verb, {}, [&said](const bytes& body) { said = nlohmann::json::parse(as_text(body)); }}));
    return said;
  }
  auto status() -> nlohmann::json { return control("projections"); }
  auto orders_status() -> nlohmann::json { return status()["read_models"][0]; }
  auto files() -> std::vector<std::string> {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path()})
      if (entry.path().extension() == ".db")
        names.push_back(entry.path().filename().string());
    return names;
  }
  auto folder() -> const temporary_folder& { return folder_; }
  auto broker() -> jetstream& { return *broker_; }

  order_log log;

 private:
  const service served_ = shop::order_service();
  temporary_folder folder_;
  std::unique_ptr<jetstream> broker_;
  std::unique_ptr<projections> lists_;
  std::map<aggregate_key, std::uint64_t> last_;
};

void fill(order_log& log, int orders) {
  for (int i = 0; i < orders; ++i)
    log.place("o-" + std::to_string(i), "c-1", 100 + i);
}

TEST_F(lists_over_jetstream, catches_up_from_the_log_and_hears_what_comes) {
  fill(log, 20);
  store_all();
  open_lists();
  await_caught_up();
  EXPECT_EQ(list().ids.size(), 20U);
  const auto position = store(log.place("o-new", "c-1", 5));
  const auto told = ask(at_least(position, 10'000));
  ASSERT_TRUE(run_until([&] { return told->has_value(); }));
  EXPECT_EQ((*told)->ids.size(), 21U);
  EXPECT_EQ((*told)->position, position);
}

TEST_F(lists_over_jetstream, an_empty_log_has_an_empty_list) {
  open_lists();
  await_caught_up();
  EXPECT_EQ(list().error, "");
  EXPECT_TRUE(list().ids.empty());
}

TEST_F(lists_over_jetstream, goes_on_where_it_was_after_a_restart) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  close_lists();
  store(log.confirm("o-3"));
  open_lists();
  await_caught_up();
  EXPECT_EQ(list({.filters = {{"stage", wire::Comparison::equal, "confirmed"}}}).ids, std::vector<std::string>{"o-3"});
  EXPECT_EQ(orders_status()["copy"], 1);
}

TEST_F(lists_over_jetstream, waits_for_a_position_and_says_when_it_does_not_come) {
  fill(log, 2);
  store_all();
  open_lists();
  await_caught_up();
  const auto in_vain = ask(at_least(99, 50));
  ASSERT_TRUE(run_until([&] { return in_vain->has_value(); }));
  EXPECT_EQ((*in_vain)->error, "deadline_exceeded: orders has seen the log up to 2 here, not to 99 yet");
}

TEST_F(lists_over_jetstream, begins_anew_with_another_log_though_its_folder_is_the_old_one) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  close_lists();
  std::optional<result<broker_message>> deleted;
  broker().broker().request(subject::api("STREAM.DELETE.", "EVT_ORDER"), {}, {}, 5s, into(deleted));
  ASSERT_TRUE(answered(deleted));
  broker().close();
  connect_broker();
  order_log other;
  store(other.place("o-of-the-new-log", "c-1", 1));
  open_lists();
  ASSERT_TRUE(run_until([&] { return status()["read_models"][0]["copy"] == 2; }));
  await_caught_up();
  EXPECT_EQ(list().ids, std::vector<std::string>{"o-of-the-new-log"});
  EXPECT_EQ(files(), std::vector<std::string>{"orders-2.db"});
}

TEST_F(lists_over_jetstream, a_damaged_file_is_replaced_by_one_from_the_log) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  close_lists();
  std::ofstream{folder() / "orders-1.db"} << std::string(10'000, 'x');
  open_lists();
  ASSERT_TRUE(run_until([&] { return orders_status()["copy"] == 2; }));
  await_caught_up();
  EXPECT_EQ(list().ids.size(), 5U);
}

TEST_F(lists_over_jetstream, of_a_new_version_is_built_beside_the_old_one_which_answers_until_then) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  close_lists();
  ASSERT_TRUE(sqlite::open(folder() / "orders-1.db", sqlite::access::write, never_ends).and_then([](sqlite spoiler) {
    return spoiler.run("UPDATE about SET version = 0");
  }));
  open_lists();
  EXPECT_EQ(list().ids.size(), 5U); // by whichever is there: at no time by neither
  ASSERT_TRUE(run_until([&] { return orders_status()["copy"] == 2 && !orders_status().contains("next"); }));
  EXPECT_EQ(orders_status()["version"], read_model_of<shop::orders>().version());
  EXPECT_EQ(list().ids.size(), 5U);
}

TEST_F(lists_over_jetstream, rows_that_are_damaged_while_it_runs_are_never_shown) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  ASSERT_TRUE(sqlite::open(folder() / "orders-1.db", sqlite::access::write, never_ends).and_then([](sqlite spoiler) {
    return spoiler.run("UPDATE list SET c_total = 1 WHERE id = 'o-2'");
  }));
  EXPECT_EQ(list().error, "unavailable: orders is being built anew");
  ASSERT_TRUE(run_until([&] { return orders_status()["copy"] == 2; }));
  await_caught_up();
  EXPECT_EQ(list().ids.size(), 5U);
}

TEST_F(lists_over_jetstream, is_rebuilt_beside_the_old_one_which_answers_until_the_swap) {
  fill(log, 300);
  store_all();
  open_lists();
  await_caught_up();
  ASSERT_TRUE(control("projection.orders.rebuild")["ok"]);
  EXPECT_FALSE(control("projection.orders.rebuild")["ok"]); // one at a time
  // Asked without a pause until the new one is there: not one question goes without its rows.
  std::size_t answers = 0;
  while (orders_status()["next"]["state"] != "live") {
    const auto all = list({.sort = "-placed", .limit = 200});
    ASSERT_EQ(all.error, "");
    ASSERT_EQ(all.ids.size(), 200U);
    ++answers;
  }
  EXPECT_GT(answers, 0U);
  EXPECT_EQ(orders_status()["copy"], 1);
  const auto under_way = ask(asked{.limit = 200}.body());
  ASSERT_TRUE(control("projection.orders.swap")["ok"]);
  EXPECT_EQ(orders_status()["copy"], 2);
  ASSERT_TRUE(run_until([&] { return under_way->has_value(); }));
  EXPECT_EQ((*under_way)->ids.size(), 200U);
  EXPECT_EQ(list().ids.size(), 200U);
  ASSERT_TRUE(run_until([&] { return files() == std::vector<std::string>{"orders-2.db"}; }));
  EXPECT_FALSE(control("projection.orders.swap")["ok"]);
  close_lists();
  open_lists();
  await_caught_up();
  EXPECT_EQ(orders_status()["copy"], 2);
}

TEST_F(lists_over_jetstream, replaces_itself_when_the_new_copy_is_there) {
  fill(log, 50);
  store_all();
  open_lists();
  await_caught_up();
  ASSERT_TRUE(control("projection.orders.replace")["ok"]);
  ASSERT_TRUE(run_until([&] { return orders_status()["copy"] == 2 && !orders_status().contains("next"); }));
  EXPECT_EQ(list().ids.size(), 50U);
}

TEST_F(lists_over_jetstream, goes_on_when_the_broker_comes_back) {
  fill(log, 5);
  store_all();
  open_lists();
  await_caught_up();
  server().kill9();
  ASSERT_TRUE(run_until([this] { return !broker().broker().is_connected(); }));
  EXPECT_EQ(list().ids.size(), 5U); // what it knows it still tells
  server().restart();
  ASSERT_TRUE(run_until([this] { return broker().broker().is_connected(); }));
  const auto position = store(log.place("o-new", "c-1", 5));
  const auto told = ask(at_least(position, 10'000));
  ASSERT_TRUE(run_until([&] { return told->has_value(); }));
  EXPECT_EQ((*told)->ids.size(), 6U);
}

TEST_F(lists_over_jetstream, a_second_process_does_not_touch_a_folder_in_use) {
  open_lists();
  const auto second = projections::open({.where = where(), .post = {}, .make_feed = {}}, shop::order_service(),
                                        {.node = "order-1", .folder = folder().path()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, errc::conflict);
}

TEST_F(lists_over_jetstream, names_the_option_that_is_missing_and_the_models_there_are) {
  const auto served = shop::order_service();
  const auto none =
      projections::open({.where = where(), .post = {}, .make_feed = {}}, served, {.node = "order-1", .folder = {}})
          .value();
  const auto said = [&none](const std::string& model) {
    std::string error;
    none->answer_query({model, asked{}.body(), [&error](const bytes& body) { error = read_answer(body).error; }});
    return error;
  };
  EXPECT_EQ(said("orders"), "unavailable: order-1 keeps no read models: start it with --data DIRECTORY");
  EXPECT_EQ(said("ordres"), "unknown_type: service order has no read model 'ordres'; there is orders");
}

} // namespace
} // namespace sinew::test
