// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/codec.hpp"
#include "memory/seeded_randomness.hpp"
#include "tests/simulation/shop_node.hpp"
#include "tests/simulation/workload.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace simulation {

/// A workload while it is drawn: the dice, and what has been drawn so far.
class draft {
 public:
  explicit draft(std::uint64_t seed) : chance_{seed ^ 0x3077ULL} {}

  auto below(std::uint64_t limit) -> unsigned { return static_cast<unsigned>(chance_.next() % limit); }
  auto one_in(unsigned n) -> bool { return below(n) == 0; }
  /// Some time while clients ask.
  auto some_time() -> duration;
  /// Up to `limit`, exclusive.
  auto within(std::chrono::milliseconds limit) -> duration;

  /// A few are wanted by many (Zipf's law, exponent 1). Precondition: there is one.
  template <class T>
  auto popular(const std::vector<T>& all) -> const T&;

  /// Plans a command, for one of the clients. Its id.
  template <class Domain, class Command>
  auto ask(duration at, const std::string& id, const Command& c, sinew::timestamp deadline = {}) -> sinew::uuid {
    return plan(at, Domain::name, id, sinew::encode_named(c), deadline);
  }

  workload drawn;

 private:
  auto plan(duration at, std::string_view aggregate, const std::string& id, const sinew::encoded& command,
            sinew::timestamp deadline) -> sinew::uuid;

  sinew::seeded_randomness chance_;
};

template <class T>
auto draft::popular(const std::vector<T>& all) -> const T& {
  double sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    sum += 1.0 / static_cast<double>(i + 1);
  auto at = sum * static_cast<double>(below(1'000'000)) / 1e6;
  for (std::size_t i = 0; i < all.size(); ++i)
    if ((at -= 1.0 / static_cast<double>(i + 1)) < 0)
      return all[i];
  return all.back();
}

} // namespace simulation
