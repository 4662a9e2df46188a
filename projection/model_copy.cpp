// SPDX-License-Identifier: Apache-2.0
#include "projection/model_copy.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{5'000};
// One batch is being written; beside it a file job or two.
constexpr std::size_t most_writer_jobs = 4;
constexpr std::size_t most_questions = 256;
// Messages in one transaction: many make it cheap, few let it end soon.
constexpr std::size_t most_in_batch = 1'000;
// A transaction costs as much as several events. Of a copy that is live, one begins at once after a pause; the next ones begin
// this far apart, and what comes in between goes together. Whoever waits for its own write waits that much longer, under load.
constexpr milliseconds between_batches{5};

// Whoever reads the log wants to know when it answers, and why it does not.
auto level_of(copy_state at) -> spdlog::level::level_enum {
  switch (at) {
    case copy_state::opening:
    case copy_state::behind: return spdlog::level::debug;
    case copy_state::building:
    case copy_state::outdated:
    case copy_state::live: return spdlog::level::info;
    case copy_state::stalled:
    case copy_state::spoiled: return spdlog::level::warn;
  }
  return spdlog::level::info;
}

} // namespace

auto to_string(copy_state at) -> std::string_view {
  switch (at) {
    case copy_state::opening: return "opening";
    case copy_state::building: return "building";
    case copy_state::behind: return "behind";
    case copy_state::live: return "live";
    case copy_state::stalled: return "stalled";
    case copy_state::outdated: return "outdated";
    case copy_state::spoiled: return "spoiled";
  }
  return "?";
}

model_copy::model_copy(surroundings from, const read_model& model, std::filesystem::path file, listener tell)
    : from_{std::move(from)},
      model_{model},
      file_{std::move(file)},
      tell_{std::move(tell)},
      pause_{first_pause},
      writer_{most_writer_jobs},
      reader_{most_questions} {}

model_copy::~model_copy() {
  files_->is_ending = true;
  if (later_)
    from_.where.cancel(*later_);
}

void model_copy::start(worker::job first) {
  first_ = std::move(first);
  open();
}

void model_copy::open() {
  (void)writer_.submit(
      [files = files_, &model = model_, file = file_, first = first_, post = from_.post, weak = weak_from_this()] {
        if (first)
          first();
        auto opened = model_store::open(file, model, files->is_ending);
        auto facts = opened.map([&files](std::unique_ptr<model_store>& store) {
          files->store = std::move(store);
          return files->store->facts();
        });
        auto old = facts || facts.error().code != errc::conflict ? result<outdated_file>{}
                                                                 : read_outdated_file(file, model, files->is_ending);
        post([weak, facts = std::move(facts), old = std::move(old)] {
          if (const auto self = weak.lock())
            self->on_opened(facts, old);
        });
      });
}

auto model_copy::can_answer() const -> bool {
  return facts_.is_complete && state_ != copy_state::opening && state_ != copy_state::spoiled;
}

auto model_copy::lag() const -> std::uint64_t {
  return last_ > facts_.position ? last_ - facts_.position : 0;
}

void model_copy::list(list_query what, completion<list_page> done) {
  const bool taken = reader_.submit([files = files_, &model = model_, old = outdated_, file = file_, post = from_.post,
                                     what = std::move(what), done, weak = weak_from_this()] {
    if (files->is_ending)
      return;
    auto page = result<list_page>{};
    if (!files->lister) {
      auto opened = row_lister::open(file, old ? *old : model, files->is_ending);
      if (opened)
        files->lister.emplace(std::move(*opened));
      else
        page = tl::unexpected{opened.error()};
    }
    if (files->lister)
      page = files->lister->list(what);
    post([weak, page = std::move(page), done] {
      const auto self = weak.lock();
      if (self && !page && page.error().code == errc::invalid_input)
        self->become(copy_state::spoiled, page.error().what);
      done(page);
    });
  });
  if (!taken)
    from_.where.post([done = std::move(done), name = model_.name()] {
      done(fail(errc::overloaded, fmt::format("too many questions to {} wait", name)));
    });
}

void model_copy::on_writer(worker::job what) {
  if (!writer_.submit(what)) // batches are in front; they end soon
    (void)from_.where.after(first_pause, [weak = weak_from_this(), what = std::move(what)]() mutable {
      if (const auto self = weak.lock())
        self->on_writer(std::move(what));
    });
}

void model_copy::retire() {
  if (std::exchange(is_retiring_, true))
    return;
  drop_feed();
  if (later_)
    from_.where.cancel(*std::exchange(later_, std::nullopt));
  close_file();
}

// The reader's connection behind the last question, then the writer's: who closes last puts the file in order.
void model_copy::close_file() {
  const bool taken = reader_.submit([files = files_, post = from_.post, weak = weak_from_this()] {
    files->lister.reset();
    post([weak, files] {
      if (const auto self = weak.lock())
        self->close_store();
    });
  });
  if (!taken) // questions are in front; they end soon
    later_ = from_.where.after(first_pause, guarded([](model_copy& self) { self.close_file(); }));
}

void model_copy::close_store() {
  on_writer([files = files_, post = from_.post, weak = weak_from_this()] {
    files->store.reset();
    post([weak] {
      if (const auto gone = weak.lock()) {
        gone->is_retired_ = true;
        gone->tell_.on_change();
      }
    });
  });
}

// In the next turn: it may be the feed that calls.
void model_copy::drop_feed() {
  if (feed_)
    from_.where.post([gone = std::shared_ptr<log_feed>{std::move(feed_)}] {});
}

// -- reading the log --------------------------------------------------------------------------------------------------

void model_copy::on_opened(result<store_facts> outcome, result<outdated_file> old) {
  if (is_retiring_)
    return;
  const auto fault = outcome ? std::optional<errc>{} : outcome.error().code;
  if (fault == errc::conflict && old) {
    outdated_ = std::move(old->model);
    facts_ = std::move(old->facts);
    return become(copy_state::outdated, outcome.error().what);
  }
  if (fault == errc::invalid_input || fault == errc::conflict)
    return become(copy_state::spoiled, outcome.error().what);
  if (!outcome) {
    become(copy_state::stalled, outcome.error().what);
    later_ = from_.where.after(std::exchange(pause_, std::min(pause_ * 2, longest_pause)),
                               guarded([](model_copy& self) { self.open(); }));
    return;
  }
  facts_ = *outcome;
  become(copy_state::opening);
  feed_ = from_.make_feed();
  feed_->start({.on_log =
                    [weak = weak_from_this()](const log_facts& log) {
                      if (const auto self = weak.lock())
                        self->on_log(log);
                    },
                .on_events =
                    [weak = weak_from_this()](std::vector<log_event> events, std::uint64_t behind) {
                      if (const auto self = weak.lock())
                        self->on_events(std::move(events), behind);
                    }});
}

void model_copy::on_log(const log_facts& log) {
  if (state_ == copy_state::spoiled || is_retiring_)
    return;
  log_ = log;
  last_ = log.last;
  waiting_.clear();
  if (!is_writing_)
    resume();
}

void model_copy::resume() {
  const auto log = *std::exchange(log_, std::nullopt);
  if (!facts_.log.empty() && (facts_.log != log.identity || facts_.position > log.last))
    return become(copy_state::spoiled, "the service's log is another one now");
  if (facts_.log.empty()) {
    log_ = log; // again, when that is noted
    is_writing_ = true;
    (void)writer_.submit([files = files_, identity = log.identity, post = from_.post, weak = weak_from_this()] {
      auto facts = files->store->belongs_to(identity).map([&files] { return files->store->facts(); });
      post([weak, facts = std::move(facts)] {
        if (const auto self = weak.lock())
          self->on_written(nullptr, facts);
      });
    });
    return;
  }
  become(!facts_.is_complete ? copy_state::building : lag() > 0 ? copy_state::behind : copy_state::live);
  feed_->read(facts_.position);
  if (lag() == 0 && !facts_.is_complete)
    write(std::make_shared<const std::vector<log_event>>()); // nothing to fold, and that is worth a note
}

void model_copy::on_events(std::vector<log_event> events, std::uint64_t behind) {
  if (state_ == copy_state::spoiled || is_retiring_)
    return;
  if (!events.empty())
    last_ = std::max(last_, events.back().position + behind);
  if (waiting_.empty())
    waiting_ = std::move(events);
  else
    std::ranges::move(events, std::back_inserter(waiting_));
  write_next();
}

void model_copy::write_next() {
  if (waiting_.empty() || is_writing_ || later_)
    return;
  const auto now = from_.where.now();
  if (state_ == copy_state::live && now < next_batch_ && waiting_.size() < most_in_batch) {
    later_ = from_.where.at(next_batch_, guarded([](model_copy& self) { self.write_next(); }));
    return;
  }
  next_batch_ = now + between_batches;
  std::vector<log_event> events;
  if (waiting_.size() <= most_in_batch) {
    events.swap(waiting_);
  } else {
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(most_in_batch);
    std::move(waiting_.begin(), end, std::back_inserter(events));
    waiting_.erase(waiting_.begin(), end);
  }
  write(std::make_shared<const std::vector<log_event>>(std::move(events)));
}

void model_copy::write(batch events) {
  is_writing_ = true;
  const auto reached = events->empty() ? facts_.position : events->back().position;
  const bool completes = reached >= last_;
  const bool taken = writer_.submit([files = files_, events, completes, post = from_.post, weak = weak_from_this()] {
    if (files->is_ending)
      return;
    auto facts = files->store->write(*events, completes).map([&files] { return files->store->facts(); });
    post([weak, events, facts = std::move(facts)] {
      if (const auto self = weak.lock())
        self->on_written(events, facts);
    });
  });
  if (!taken) // jobs on files are in front; they end soon
    later_ = from_.where.after(first_pause, guarded([events](model_copy& self) { self.write(events); }));
}

void model_copy::on_written(const batch& events, result<store_facts> outcome) {
  is_writing_ = false;
  if (state_ == copy_state::spoiled || is_retiring_)
    return;
  if (!outcome && outcome.error().code == errc::invalid_input)
    return become(copy_state::spoiled, outcome.error().what);
  if (!outcome) {
    become(copy_state::stalled, outcome.error().what);
    is_writing_ = true; // the same again, before anything newer
    later_ = from_.where.after(std::exchange(pause_, std::min(pause_ * 2, longest_pause)),
                               guarded([events](model_copy& self) {
                                 self.is_writing_ = false;
                                 events ? self.write(events) : self.resume();
                               }));
    return;
  }
  pause_ = first_pause;
  facts_ = *outcome;
  if (events)
    feed_->dealt_with(events->size());
  if (log_)
    return resume();
  become(!facts_.is_complete                       ? copy_state::building
         : lag() > 0 && state_ != copy_state::live ? copy_state::behind
                                                   : copy_state::live);
  write_next();
}

void model_copy::become(copy_state next, std::string why) {
  if (state_ == copy_state::spoiled || is_retiring_)
    return;
  if (next != state_ || why != why_)
    spdlog::log(level_of(next), "read model {}: {} at position {}{}{}", model_.name(), to_string(next), facts_.position,
                why.empty() ? "" : ": ", why);
  state_ = next;
  why_ = std::move(why);
  if (next == copy_state::spoiled)
    drop_feed();
  tell_.on_change();
}

auto model_copy::guarded(std::function<void(model_copy&)> w) -> loop::work {
  return [weak = weak_from_this(), w = std::move(w)] {
    if (const auto self = weak.lock()) {
      self->later_.reset();
      w(*self);
    }
  };
}

} // namespace sinew
