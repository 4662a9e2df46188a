// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/watched_key.hpp"
#include "gateway/gateway_figures.hpp"
#include "gateway/registry_mirror.hpp"
#include "gateway/route_table.hpp"
#include "gateway/strangler/answer_pair.hpp"
#include "gateway/strangler/legacy_systems.hpp"
#include "gateway/strangler/switched_resource.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// Stands in front of the rows of the shop and decides for each request who serves it: their own handler, a legacy system, or both
/// (M. Fowler's strangler fig). Rows and handlers know nothing of it. What it decides by is what the leader of the bucket `system` holds
/// (watched_key.hpp), and counts from the next request on; until that is known, requests are answered 503. Loop's thread.
class strangler {
 public:
  /// Requests at once of which both answers are awaited, of all resources; beyond them only the side whose answer counts is asked.
  static constexpr std::size_t most_comparisons = 64;

  struct surroundings {
    client& with;
    const registry_mirror& known;
    guarded_services::bounds bounds;
    upstream_sender send;
    /// Name of this gateway.
    std::string gateway;
    gateway_figures* figures = nullptr; // null: nobody looks
  };

  /// What it is given must outlive it, and it the loop's last turn.
  explicit strangler(surroundings in);

  /// The same rows, behind it. A resource is the first part of a path behind the version: "orders" of "/v1/orders/{id}/cancel".
  auto wrap(std::vector<route> rows) -> std::vector<route>;
  /// Begins to follow the entries of all resources; after `wrap`.
  auto start() -> result<void>;
  /// Tells the log of entries that are of no resource.
  void on_registry_changed();

  /// The resources whose entry is not known yet.
  [[nodiscard]] auto unknown() const -> std::vector<std::string>;
  /// Has what was just stored for that resource count; `done`: it does, unless the leader could not be asked.
  void look_again(const switched_resource& of, std::function<void()> done);

  /// Null: no row is of that resource.
  [[nodiscard]] auto find(std::string_view resource) -> switched_resource*;
  void visit(const std::function<void(switched_resource&)>& each);
  [[nodiscard]] auto systems() const -> const legacy_systems& { return systems_; }

 private:
  /// What is known of a row.
  struct facts;
  /// One request with all that is known of it.
  struct passage;
  using shared_passage = std::shared_ptr<const passage>;

  void on_entry(switched_resource& of, std::string_view value);
  void serve(const std::shared_ptr<const facts>& row, const call& made, const http_answer& answer);
  void ask_legacy(const shared_passage& p, legacy_systems::purpose why, http_answer answer);
  void ask_both(const shared_passage& p, const http_answer& answer);
  void judge(switched_resource& of, parity how, compared_request what, std::optional<answer_difference> difference);

  surroundings in_;
  std::map<std::string, switched_resource, std::less<>> resources_; // none is added after `wrap`
  std::map<std::string, watched_key, std::less<>> entries_;         // by resource
  std::set<std::string> strangers_;                                 // keys of resources that are none
  legacy_systems systems_;
  std::shared_ptr<std::size_t> comparisons_ = std::make_shared<std::size_t>(0);
};

} // namespace sinew::gateway
