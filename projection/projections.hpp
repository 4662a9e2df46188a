// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "projection/served_model.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

/// All read models of one node: each folds the whole log of its service into a file of this node's own, so that any node
/// answers any question, and no node waits for another. They write nowhere else: no command, no event, no call to an outside
/// party follows from folding, so a rebuild has no side effects by construction.
///
/// Loop's thread. What is asked on `qry.<service>.<model>` is a ListQuery (schemas/listing.fbs). On `ctl.<node>.`:
///
///   projections                      how they fare
///   projection.<model>.rebuild       a new copy is built beside the one that answers
///   projection.<model>.replace       the same, and it takes over as soon as it has caught up
///   projection.<model>.swap          the new copy takes over now
///
/// All answer with JSON: {"ok":true,"node":"order-1","service":"order","read_models":[{"model":"orders","version":1,"copy":3,
/// "state":"live","position":812,"lag":0,"bytes":65536,"passed_over":0,"next":{… of the copy that is being built}}]}, or
/// {"ok":false,"node":"order-1","error":"…"}. States: `copy_state`; fields may be added.
class projections {
 public:
  struct options {
    std::string node;
    /// Where the copies lie; made where it is missing. Empty: this node keeps none, and says so when it is asked.
    std::filesystem::path folder;
  };

  /// system_failure: the folder cannot be written. conflict: another process uses it. `served` must outlive it, and all in
  /// `from`.
  static auto open(model_copy::surroundings from, const service& served, options what)
      -> result<std::unique_ptr<projections>>;
  ~projections();
  projections(const projections&) = delete;
  auto operator=(const projections&) -> projections& = delete;

  void start();

  /// False: no query of ours.
  auto answer_query(const incoming_request& request) -> bool;
  /// False: no verb of ours.
  auto answer_control(const incoming_request& request) -> bool;

  /// Whether all of them have once been as far as the log, and go on.
  [[nodiscard]] auto are_caught_up() const -> bool;

 private:
  projections(const service& served, options what, int lock)
      : served_{served}, options_{std::move(what)}, lock_{lock} {}

  auto find(std::string_view name) -> served_model*;
  auto act(std::string_view name, std::string_view verb) -> result<void>;
  auto status(const result<void>& outcome) const -> std::string;

  const service& served_;
  options options_;
  int lock_; // on the folder; -1: none
  std::vector<std::unique_ptr<served_model>> models_;
};

} // namespace sinew
