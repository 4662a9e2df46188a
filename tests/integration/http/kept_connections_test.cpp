// SPDX-License-Identifier: Apache-2.0
#include "http/kept_connections.hpp"

#include <gtest/gtest.h>
#include <boost/asio/buffer.hpp>

#include <array>
#include <utility>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

class kept_connections_test : public testing::Test {
 protected:
  /// A connection, and its other end.
  auto connected() -> std::pair<tcp::socket, tcp::socket> {
    tcp::socket ours{io};
    ours.connect(acceptor.local_endpoint());
    return {std::move(ours), acceptor.accept()};
  }
  auto make(asking_limits limits) -> std::shared_ptr<kept_connections> {
    return std::make_shared<kept_connections>(io, limits);
  }
  /// Whether the side that kept it has closed it.
  static auto is_closed(tcp::socket& other_end) -> bool {
    std::array<char, 1> byte{};
    boost::system::error_code problem;
    other_end.non_blocking(true);
    other_end.receive(boost::asio::buffer(byte), 0, problem);
    return problem != boost::asio::error::would_block;
  }

  boost::asio::io_context io{1};
  tcp::acceptor acceptor{io, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
};

TEST_F(kept_connections_test, are_closed_when_their_time_is_up_though_nobody_asks_for_one) {
  const auto kept = make({.idle_time = 20ms});
  auto [first, its_end] = connected();
  auto [second, other_end] = connected();
  kept->keep("a:1", std::move(first));
  (void)io.run_for(5ms); // the second one's time is up later
  kept->keep("a:1", std::move(second));
  EXPECT_FALSE(is_closed(other_end));
  io.restart();
  (void)io.run(); // until nothing is awaited any more
  EXPECT_TRUE(is_closed(its_end));
  EXPECT_TRUE(is_closed(other_end));
  EXPECT_FALSE(kept->take("a:1"));
}

TEST_F(kept_connections_test, are_given_the_newest_first_and_only_to_their_server) {
  const auto kept = make({});
  auto [first, its_end] = connected();
  auto [second, other_end] = connected();
  const auto newest = second.local_endpoint();
  kept->keep("a:1", std::move(first));
  kept->keep("a:1", std::move(second));
  EXPECT_FALSE(kept->take("b:1"));
  auto taken = kept->take("a:1");
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->local_endpoint(), newest);
  kept->close();
  EXPECT_TRUE(is_closed(its_end));
  EXPECT_FALSE(is_closed(other_end)) << "whoever has taken one has it";
}

TEST_F(kept_connections_test, are_bounded_in_number_and_the_oldest_goes) {
  const auto kept = make({.idle_connections = 1});
  auto [first, its_end] = connected();
  auto [second, other_end] = connected();
  kept->keep("a:1", std::move(first));
  kept->keep("b:1", std::move(second));
  EXPECT_TRUE(is_closed(its_end));
  EXPECT_TRUE(kept->take("b:1"));
}

TEST_F(kept_connections_test, are_not_given_once_the_other_side_has_closed_them_or_said_something) {
  const auto kept = make({});
  auto [first, its_end] = connected();
  auto [second, other_end] = connected();
  kept->keep("a:1", std::move(first));
  kept->keep("a:1", std::move(second));
  its_end.close();
  other_end.send(boost::asio::buffer("unasked", 7));
  EXPECT_FALSE(kept->take("a:1"));
}

} // namespace
} // namespace sinew
