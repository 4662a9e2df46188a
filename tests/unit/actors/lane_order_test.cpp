// SPDX-License-Identifier: Apache-2.0
#include "tests/support/copying_service.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <map>
#include <vector>

namespace {

using namespace std::chrono_literals;
using test::counter;

/// In which order the events of each key were first reacted to, by whichever node.
using first_seen = std::map<std::string, std::vector<std::uint32_t>>;

auto watched_service(first_seen& all) -> sinew::service {
  auto s = test::copying_service();
  s.reactions.front().map = [copy = s.reactions.front().map, &all](const sinew::seen_event& seen) {
    const auto amount = flatbuffers::GetRoot<test::wire::CounterAdded>(seen.payload.data())->amount();
    auto& order = all[seen.key.id];
    if (std::ranges::find(order, amount) == order.end())
      order.push_back(amount);
    return copy(seen);
  };
  return s;
}

/// Nodes that come, leave and die while numbers are added: to each key 1, then 2, then 3 …
class changing_cluster {
 public:
  void step() {
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        if (nodes_.size() < 4)
          nodes_.push_back(world_.start("n" + std::to_string(++last_node_)));
        break;
      case 1:
        if (nodes_.size() > 1)
          remove().crash();
        break;
      case 2:
        if (nodes_.size() > 1) {
          auto& leaving = remove();
          leaving.drain();
        }
        break;
      default:
        for (int i = 0; i < 10; ++i)
          add("k-" + std::to_string(*rc::gen::inRange(0, 12)));
    }
    world_.time.advance(std::chrono::milliseconds{*rc::gen::inRange(0, 700)});
  }

  void settle() { world_.time.advance(60s); }
  auto order() const -> const first_seen& { return order_; }
  auto added() const -> const std::map<std::string, std::uint32_t>& { return added_; }
  auto copied(const std::string& key) -> std::uint64_t { return world_.total_in_log("copy-of-" + key); }

 private:
  void add(const std::string& key) {
    const auto next = added_[key] + 1;
    const auto id = world_.new_id();
    while (world_.ask(key, counter::add{next}, id).outcome != sinew::wire::Outcome::accepted)
      world_.time.advance(100ms);
    added_[key] = next;
  }
  auto remove() -> test::counting_world::instance& {
    const auto which = *rc::gen::inRange<std::size_t>(0, nodes_.size());
    gone_.push_back(std::move(nodes_[which]));
    nodes_.erase(nodes_.begin() + static_cast<std::ptrdiff_t>(which));
    return *gone_.back();
  }

  first_seen order_;
  test::counting_world world_{watched_service(order_)};
  int last_node_ = 1;
  std::vector<std::unique_ptr<test::counting_world::instance>> gone_;
  std::vector<std::unique_ptr<test::counting_world::instance>> nodes_ = first_node();
  std::map<std::string, std::uint32_t> added_;

  auto first_node() -> std::vector<std::unique_ptr<test::counting_world::instance>> {
    std::vector<std::unique_ptr<test::counting_world::instance>> one;
    one.push_back(world_.start("n1"));
    return one;
  }
};

RC_GTEST_PROP(lane_order, of_a_key_is_kept_whatever_becomes_of_the_nodes_that_read_it, ()) {
  changing_cluster cluster;
  for (int i = 0; i < 25; ++i)
    cluster.step();
  cluster.settle();
  for (const auto& [key, last] : cluster.added()) {
    std::vector<std::uint32_t> in_order(last);
    std::uint32_t number = 0;
    for (auto& n : in_order)
      n = ++number;
    RC_ASSERT(cluster.order().at(key) == in_order);
    RC_ASSERT(cluster.copied(key) == last * (last + 1ULL) / 2);
  }
}

} // namespace
