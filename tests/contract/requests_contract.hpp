// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

namespace contract {

class requests_contract : public contract_test {
 protected:
  using received = std::shared_ptr<std::vector<sinew::incoming_request>>;

  /// Serves all commands for items; answers each with `answer`, or keeps it when that is empty.
  auto serve(node& by, const std::string& answer) -> received {
    auto got = std::make_shared<std::vector<sinew::incoming_request>>();
    for (std::uint32_t partition = 0; partition < sinew::partition_count; ++partition)
      by.ports().calls.serve_commands("item", partition, answering(got, answer));
    broker().wait(100ms); // a real broker learns of it a moment later
    return got;
  }
  /// Serves only the partition that `id` is in.
  auto serve_partition_of(std::string_view id, node& by, const std::string& answer) -> received {
    auto got = std::make_shared<std::vector<sinew::incoming_request>>();
    by.ports().calls.serve_commands("item", sinew::partition_of(id), answering(got, answer));
    broker().wait(100ms);
    return got;
  }
  auto serve_queries(node& by, std::string answer) -> received {
    auto got = std::make_shared<std::vector<sinew::incoming_request>>();
    by.ports().calls.serve_queries("shop", answering(got, std::move(answer)));
    broker().wait(100ms);
    return got;
  }

  auto send(node& by, const message& command, std::chrono::milliseconds timeout = 2s) -> result<sinew::bytes> {
    return awaited<sinew::bytes>([&](auto done) { by.ports().calls.send(command, timeout, done); });
  }
  auto ask(std::string_view query, std::string_view body) -> result<sinew::bytes> {
    return awaited<sinew::bytes>([&](auto done) { broker().ask("shop", query, sinew::as_bytes(body), 2s, done); });
  }

  auto control(std::string_view of, std::string_view verb) -> result<sinew::bytes> {
    return awaited<sinew::bytes>([&](auto done) { broker().control(of, verb, 2s, done); });
  }

  static auto text(std::string_view of) -> sinew::bytes { return sinew::copy_of(sinew::as_bytes(of)); }

 private:
  static auto answering(received got, std::string answer) -> sinew::request_handler {
    return [got = std::move(got), answer = std::move(answer)](const sinew::incoming_request& request) {
      got->push_back(request);
      if (!answer.empty() && request.respond)
        request.respond(text(answer));
    };
  }
};

TEST_P(requests_contract, a_command_that_nobody_serves_is_unavailable) {
  auto& till_1 = start(till(), "till-1");
  EXPECT_THAT(send(till_1, written(item("a"), "sell")), failed_with(errc::unavailable));
}

TEST_P(requests_contract, a_command_reaches_the_service_that_serves_its_aggregate_and_brings_back_the_answer) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = serve(shop_1, "sold");
  const auto command = written(item("o-1"), "sell", "please");
  EXPECT_EQ(send(till_1, command), text("sold"));
  ASSERT_EQ(got->size(), 1U);
  EXPECT_EQ(got->front().subject_tail, std::to_string(sinew::partition_of("o-1")) + ".sell");
  EXPECT_EQ(got->front().body, sinew::copy_of(command.raw()));
}

TEST_P(requests_contract, a_node_may_send_to_its_own_service) {
  auto& shop_1 = start(shop(), "shop-1");
  serve(shop_1, "sold");
  EXPECT_EQ(send(shop_1, written(item("a"), "sell")), text("sold"));
}

TEST_P(requests_contract, without_an_answer_in_time_the_outcome_is_unknown) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = serve(shop_1, "");
  const auto begun = till_1.ports().clock.now();
  EXPECT_THAT(send(till_1, written(item("a"), "sell"), 300ms), failed_with(errc::outcome_unknown));
  EXPECT_GE(till_1.ports().clock.now() - begun, 290ms);
  EXPECT_EQ(got->size(), 1U);
}

TEST_P(requests_contract, an_answer_after_the_time_limit_is_dropped) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = serve(shop_1, "");
  int completions = 0;
  till_1.ports().calls.send(written(item("a"), "sell"), 200ms, [&](const auto&) { ++completions; });
  ASSERT_TRUE(broker().run_until([&] { return completions == 1; }));
  ASSERT_EQ(got->size(), 1U);
  got->front().respond(text("too late"));
  broker().wait(a_while);
  EXPECT_EQ(completions, 1);
}

TEST_P(requests_contract, each_command_goes_to_one_of_the_nodes_that_serve_it) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  auto& till_1 = start(till(), "till-1");
  const auto first = serve(shop_1, "1");
  const auto second = serve(shop_2, "2");
  constexpr std::size_t count = 60;
  std::size_t answered = 0;
  for (std::size_t i = 0; i < count; ++i)
    till_1.ports().calls.send(written(item("a-" + std::to_string(i)), "sell"), 2s,
                              [&](const auto& answer) { answered += answer ? 1 : 0; });
  EXPECT_TRUE(broker().run_until([&] { return answered == count; }));
  broker().wait(a_while);
  EXPECT_EQ(first->size() + second->size(), count);
  EXPECT_FALSE(first->empty());
  EXPECT_FALSE(second->empty());
}

TEST_P(requests_contract, a_node_that_stopped_serving_gets_nothing_new_but_still_answers) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = serve(shop_1, "");
  std::vector<result<sinew::bytes>> answers;
  till_1.ports().calls.send(written(item("a"), "sell"), ample, [&](auto answer) { answers.push_back(answer); });
  ASSERT_TRUE(broker().run_until([&] { return got->size() == 1; }));
  shop_1.ports().calls.stop_serving();
  broker().wait(100ms);
  EXPECT_THAT(send(till_1, written(item("b"), "sell")), failed_with(errc::unavailable));
  got->front().respond(text("sold"));
  ASSERT_TRUE(broker().run_until([&] { return answers.size() == 1; }));
  EXPECT_EQ(answers.front(), text("sold"));
  EXPECT_EQ(got->size(), 1U);
}

TEST_P(requests_contract, a_partition_is_served_by_itself) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  auto& till_1 = start(till(), "till-1");
  ASSERT_NE(sinew::partition_of("a"), sinew::partition_of("b"));
  serve_partition_of("a", shop_1, "1");
  serve_partition_of("b", shop_2, "2");
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(send(till_1, written(item("a"), "sell")), text("1"));
    EXPECT_EQ(send(till_1, written(item("b"), "sell")), text("2"));
  }
  EXPECT_THAT(send(till_1, written(item("c"), "sell")), failed_with(errc::unavailable));
}

TEST_P(requests_contract, a_partition_changes_hands_and_comes_back) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  auto& till_1 = start(till(), "till-1");
  const auto partition = sinew::partition_of("a");
  serve_partition_of("a", shop_1, "1");
  serve_partition_of("b", shop_1, "1");
  shop_1.ports().calls.stop_commands("item", partition);
  shop_1.ports().calls.stop_commands("item", partition); // not served: nothing to stop
  broker().wait(100ms);
  EXPECT_THAT(send(till_1, written(item("a"), "sell")), failed_with(errc::unavailable));
  serve_partition_of("a", shop_2, "2");
  EXPECT_EQ(send(till_1, written(item("a"), "sell")), text("2"));
  EXPECT_EQ(send(till_1, written(item("b"), "sell")), text("1"));
  shop_2.ports().calls.stop_commands("item", partition);
  serve_partition_of("a", shop_1, "1 again");
  EXPECT_EQ(send(till_1, written(item("a"), "sell")), text("1 again"));
}

TEST_P(requests_contract, when_a_node_crashes_the_others_serve_on) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  auto& till_1 = start(till(), "till-1");
  serve(shop_1, "1");
  serve(shop_2, "2");
  shop_1.crash();
  broker().wait(a_while);
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(send(till_1, written(item("a"), "sell")), text("2"));
}

TEST_P(requests_contract, a_crashed_node_leaves_the_outcome_unknown) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = serve(shop_1, "");
  std::vector<result<sinew::bytes>> answers;
  till_1.ports().calls.send(written(item("a"), "sell"), 600ms, [&](auto answer) { answers.push_back(answer); });
  ASSERT_TRUE(broker().run_until([&] { return got->size() == 1; }));
  shop_1.crash();
  ASSERT_TRUE(broker().run_until([&] { return answers.size() == 1; }));
  EXPECT_THAT(answers.front(), failed_with(errc::outcome_unknown));
}

TEST_P(requests_contract, a_sender_that_wants_no_answer_leaves_the_responder_empty) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = serve(shop_1, "unwanted");
  broker().tell(written(item("a"), "sell", "quietly"));
  ASSERT_TRUE(broker().run_until([&] { return got->size() == 1; }));
  EXPECT_FALSE(got->front().respond);
  EXPECT_EQ(text_of(got->front().body), "quietly");
}

TEST_P(requests_contract, a_query_is_answered_by_one_instance) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  const auto first = serve_queries(shop_1, "state");
  const auto second = serve_queries(shop_2, "state");
  EXPECT_EQ(ask("state", "which?"), text("state"));
  broker().wait(100ms);
  ASSERT_EQ(first->size() + second->size(), 1U);
  const auto& request = first->empty() ? second->front() : first->front();
  EXPECT_EQ(request.subject_tail, "state");
  EXPECT_EQ(request.body, text("which?"));
}

TEST_P(requests_contract, control_reaches_the_node_it_names_and_no_other) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  std::vector<std::string> verbs;
  shop_1.ports().calls.serve_control("shop-1", [&](const sinew::incoming_request& request) {
    verbs.push_back(request.subject_tail);
    request.respond(text("I"));
  });
  shop_2.ports().calls.serve_control("shop-2", [](const auto& request) { request.respond(text("not I")); });
  broker().wait(100ms);
  EXPECT_EQ(control("shop-1", "drain"), text("I"));
  EXPECT_EQ(control("shop-2", "drain"), text("not I"));
  EXPECT_THAT(verbs, ::testing::ElementsAre("drain"));
  EXPECT_THAT(control("shop-3", "drain"), failed_with(errc::unavailable));
}

TEST_P(requests_contract, a_query_that_nobody_serves_is_unavailable) {
  start(shop(), "shop-1");
  EXPECT_THAT(ask("state", "anyone?"), failed_with(errc::unavailable));
}

} // namespace contract
