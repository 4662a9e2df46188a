// SPDX-License-Identifier: Apache-2.0
#include "actors/aggregate_loader.hpp"

#include "kernel/mutation.hpp"

#include <spdlog/spdlog.h>

namespace sinew {

namespace {

// One load under way. Kept alive by the completions it hands out.
class loading : public std::enable_shared_from_this<loading> {
 public:
  loading(journal& log, const limits& bounds, load_request what, completion<std::shared_ptr<aggregate>> done)
      : log_{log}, bounds_{bounds}, what_{std::move(what)}, done_{std::move(done)}, loaded_{fresh()} {}

  void start() {
    // A snapshot may lie beyond the version asked for, so history questions fold from the beginning.
    if (what_.at_version != aggregate::every_version)
      return read_on();
    log_.load_snapshot(what_.key, [self = shared_from_this()](result<std::optional<bytes>> snapshot) {
      self->on_snapshot(std::move(snapshot));
    });
  }

 private:
  auto fresh() const -> std::shared_ptr<aggregate> {
    return std::make_shared<aggregate>(what_.kind, what_.key, bounds_.remembered_commands);
  }

  // A missing or useless snapshot costs time, never truth.
  void on_snapshot(result<std::optional<bytes>> snapshot) {
    if (snapshot && *snapshot)
      if (auto restored = loaded_->restore(**snapshot, what_.schema); !restored) {
        spdlog::info("{}; folding the whole log", restored.error().what);
        loaded_ = fresh();
      }
    read_on();
  }

  void read_on() {
    log_.read(what_.key, loaded_->position() + (mutated(mutant::page_off_by_one) ? 1 : 0), bounds_.messages_per_page,
              [self = shared_from_this()](result<history_page> page) { self->on_page(std::move(page)); });
  }

  void on_page(result<history_page> page) {
    if (!page)
      return done_(tl::unexpected{page.error()});
    for (const auto& stored : page->messages) {
      if (loaded_->version() >= what_.at_version)
        return done_(std::move(loaded_));
      if (auto folded = fold(stored); !folded)
        return done_(tl::unexpected{folded.error()});
    }
    if (page->more)
      return read_on();
    done_(std::move(loaded_));
  }

  // We are on the loop, with no actor around us: a domain that throws must not take the node down with it.
  auto fold(const stored_message& stored) -> result<void> {
    try {
      if (auto applied = loaded_->apply(stored, what_.at_version); !applied)
        spdlog::warn("passed over a message in the log: {}", applied.error().what);
      return {};
    } catch (const std::exception& bug) {
      return fail(errc::system_failure, what_.key.aggregate + " " + what_.key.id + " broke down over its message " +
                                            std::to_string(stored.position) + ": " + bug.what());
    }
  }

  journal& log_;
  const limits& bounds_;
  load_request what_;
  completion<std::shared_ptr<aggregate>> done_;
  std::shared_ptr<aggregate> loaded_;
};

} // namespace

void load_aggregate(journal& log, const limits& bounds, load_request what,
                    completion<std::shared_ptr<aggregate>> done) {
  std::make_shared<loading>(log, bounds, std::move(what), std::move(done))->start();
}

} // namespace sinew
