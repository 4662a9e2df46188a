// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/stamped_command.hpp"
#include "tools/client/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sinew::bench {

/// How many articles the bench's customers choose from: fewer than there are accounts, for a shop's goods are wanted by many.
auto articles_for(const load& what) -> std::size_t;

/// Receives a million pieces of each article, so that no order fails for want of goods. Errors say what could not be
/// received and why.
auto fill_shelves(const surroundings& in, const service_card& owner, std::size_t articles) -> result<void>;

/// Orders for one piece of an article drawn by Zipf's law, paid by a card that is approved. Their ids begin with a word of this
/// source's own and end with a number.
class order_source {
 public:
  /// `owner` owns orders. `asked`: the aggregate that the subjects name.
  static auto make(client& with, const service_card& owner, const load& what, std::string_view asked)
      -> result<order_source>;

  auto next(std::uint64_t number) -> outgoing_command;

  /// The number of one of our orders; nothing: it is somebody else's.
  [[nodiscard]] auto number_of(std::string_view order_id) const -> std::optional<std::uint64_t>;

 private:
  order_source(std::string prefix, std::vector<stamped_command> by_article, const load& what, std::string_view asked);

  std::string prefix_;
  std::vector<stamped_command> by_article_;
  zipf article_;
  system_randomness chance_;
  command_subjects subjects_;
};

} // namespace sinew::bench
