// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "projection/model_copy.hpp"

#include <filesystem>
#include <list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace sinew {

/// One read model of a node: the copy that answers, and while another is being built, that one beside it. Loop's thread.
///
/// A copy lies in `<folder>/<model>-<number>.db`; `<model>.serving` names the number of the one that answers. Changing that file
/// is the swap: whatever is killed when, a node that starts anew finds one whole copy, or none and builds it.
class served_model {
 public:
  served_model(model_copy::surroundings from, const read_model& model, std::filesystem::path folder);
  ~served_model();
  served_model(const served_model&) = delete;
  auto operator=(const served_model&) -> served_model& = delete;

  /// Opens the copy that is there, or begins one.
  void start();

  /// Answers a ListQuery, waiting for the position it asks for.
  void answer(const incoming_request& request);

  /// Begins a new copy beside the one that answers; with `swap` it takes over by itself when it is as far. conflict: one is being built
  /// already.
  auto rebuild(bool swap) -> result<void>;
  /// The new copy takes over. not_found: there is none; conflict: it is not there yet.
  auto swap() -> result<void>;

  /// How it fares; see projection/projections.hpp.
  [[nodiscard]] auto status() const -> nlohmann::ordered_json;
  [[nodiscard]] auto is_caught_up() const -> bool;
  [[nodiscard]] auto model() const -> const read_model& { return model_; }

 private:
  /// A question that waits for a position. It is read again when that has come: by then another copy may answer.
  struct waiting {
    incoming_request request;
    std::uint64_t at_least;
    loop::timer_id patience;
  };
  using copy = std::shared_ptr<model_copy>;

  auto make_copy(std::uint64_t number) -> copy;
  /// A copy in place of one that cannot be trusted.
  void replace(const std::string& why);
  void take_over();
  void on_change();
  void look();
  void ask(const list_query& what, responder respond);
  void wait(const incoming_request& request, const list_query& what);
  auto why_not_yet(std::uint64_t at_least) const -> std::string;
  void answer_waiting();
  void sweep();
  auto job_to_serve(std::uint64_t number) const -> worker::job;

  model_copy::surroundings from_;
  const read_model& model_;
  std::filesystem::path folder_;
  copy serving_;
  copy next_;
  std::uint64_t serving_number_ = 0;
  std::uint64_t next_number_ = 0;
  bool swap_when_ready_ = false;
  bool is_looking_ = false;
  /// Replaced ones that still answer what they were asked, and then close their files.
  std::list<copy> leaving_;
  std::list<waiting> waiting_; // for positions
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
