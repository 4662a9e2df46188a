// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "actors/read_model.hpp"
#include "projection/log_feed.hpp"
#include "projection/model_store.hpp"
#include "projection/outdated_model.hpp"
#include "projection/row_lister.hpp"
#include "projection/worker.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// What a copy of a read model is about.
enum class copy_state : std::uint8_t {
  opening,  ///< its file is being opened, or the log is not there yet
  building, ///< it has never been as far as the log: it answers nothing
  behind,   ///< it answers, and reads what has been stored since it stopped
  live,     ///< it hears of everything as it is stored
  stalled,  ///< it answers, and cannot go on: the disk is full. Tried again by itself
  outdated, ///< of another version: it answers what it knew, and never goes on
  spoiled,  ///< not to be trusted: another one must be built
};
auto to_string(copy_state at) -> std::string_view;

/// One copy of a read model: a file, a place in the log, and two threads, one that folds the log into the file and one that
/// answers questions from it. Nothing here blocks the loop, on which all of it is called and calls back; what runs on the
/// threads is bounded, and ends early when the copy goes.
class model_copy : public std::enable_shared_from_this<model_copy> {
 public:
  /// What it needs from outside; outlives it.
  struct surroundings {
    loop& where;
    poster post;
    log_feed_maker make_feed;
  };
  struct listener {
    /// It has come further, or to another state.
    std::function<void()> on_change;
  };

  model_copy(surroundings from, const read_model& model, std::filesystem::path file, listener tell);
  ~model_copy();
  model_copy(const model_copy&) = delete;
  auto operator=(const model_copy&) -> model_copy& = delete;

  /// Opens the file, on the writer's thread behind `first` (may be empty), and begins to read the log. Once.
  void start(worker::job first);

  [[nodiscard]] auto state() const -> copy_state { return state_; }
  /// Whether it may answer questions.
  [[nodiscard]] auto can_answer() const -> bool;
  /// As what it is asked: its own version of the model.
  [[nodiscard]] auto shown() const -> const read_model& { return outdated_ ? *outdated_ : model_; }
  [[nodiscard]] auto facts() const -> const store_facts& { return facts_; }
  /// How many messages of the log it has not folded in yet, as far as is known.
  [[nodiscard]] auto lag() const -> std::uint64_t;
  /// Why it is spoiled, outdated or stalled; empty otherwise.
  [[nodiscard]] auto why() const -> const std::string& { return why_; }
  [[nodiscard]] auto file() const -> const std::filesystem::path& { return file_; }

  /// overloaded: too many questions wait.
  void list(list_query what, completion<list_page> done);
  /// Reads no more of the log, answers what it has been asked, and closes its file, all on its own threads; until
  /// `is_retired`, which the listener hears of. So whoever lets go of it then is not held up.
  void retire();
  [[nodiscard]] auto is_retired() const -> bool { return is_retired_; }
  /// Does something with files on the writer's thread, as soon as that takes it.
  void on_writer(worker::job what);

 private:
  /// What the threads have; they outlive neither it nor each other's end.
  struct files {
    std::unique_ptr<model_store> store; // writer's thread
    std::optional<row_lister> lister;   // reader's thread
    std::atomic<bool> is_ending = false;
  };
  using batch = std::shared_ptr<const std::vector<log_event>>;

  void open();
  void on_opened(result<store_facts> outcome, result<outdated_file> old);
  void on_log(const log_facts& log);
  void on_events(std::vector<log_event> events, std::uint64_t behind);
  /// Goes on where the file ends, once nothing is being written.
  void resume();
  void write_next();
  void write(batch events);
  void on_written(const batch& events, result<store_facts> outcome);
  void close_file();
  void close_store();
  void drop_feed();
  void become(copy_state next, std::string why = {});
  auto guarded(std::function<void(model_copy&)> w) -> loop::work;

  surroundings from_;
  const read_model& model_;
  std::filesystem::path file_;
  listener tell_;
  worker::job first_;
  copy_state state_ = copy_state::opening;
  std::string why_;
  std::shared_ptr<const read_model> outdated_;
  store_facts facts_;
  std::optional<log_facts> log_; // known, and not yet read from
  bool is_retiring_ = false;
  bool is_retired_ = false;
  std::uint64_t last_ = 0; // of the log, as far as is known
  std::vector<log_event> waiting_;
  bool is_writing_ = false;
  std::chrono::milliseconds pause_;
  loop::time_point next_batch_;         // not before
  std::optional<loop::timer_id> later_; // what it does next: it tries again, or writes the next batch
  std::shared_ptr<files> files_ = std::make_shared<files>();
  std::unique_ptr<log_feed> feed_;
  // Last: they end first.
  worker writer_;
  worker reader_;
};

} // namespace sinew
