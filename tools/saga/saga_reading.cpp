// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/saga_reading.hpp"

#include "bridge/subjects.hpp"
#include "schemas/message.hpp"
#include "tools/saga/own_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace sinew {

namespace {

using messages = std::vector<log_message>;

/// What follows on the last event of the order itself: letting go of the stock, telling the customer.
constexpr auto aftermath = std::chrono::seconds{5};

/// Of what bears the order's own id.
struct time_span {
  std::string first; // as the broker writes it
  std::chrono::nanoseconds begin = std::chrono::nanoseconds::max();
  std::chrono::nanoseconds end{}; // of what can still follow
};

auto span_of(const messages& own) -> time_span {
  time_span span;
  for (const auto& m : own) {
    const auto stored = parse_broker_time(m.stored_at);
    if (stored < span.begin)
      span.first = m.stored_at;
    span.begin = std::min(span.begin, stored);
    span.end = std::max(span.end, stored + aftermath);
  }
  return span;
}

/// Cheaper than verifying what is another order's. What bears its own id has been read already.
auto may_concern(const log_message& m, const std::string& id) -> bool {
  const auto parts = subject::parse(m.subject);
  return (!parts || parts->key.id != id) && as_text(m.body).find(id) != std::string_view::npos;
}

/// Parked for the order's own aggregates, or for others (a stock, an account) on its behalf.
auto concerns(const log_message& letter, const std::string& id) -> bool {
  if (letter.subject.ends_with("." + id))
    return true;
  const auto m = message::verify(letter.body);
  for (std::size_t i = 0; m && i < m->size(); ++i)
    if (m->correlation(i) == id)
      return true;
  return false;
}

/// One reading; lives until it has been answered.
class saga_run : public std::enable_shared_from_this<saga_run> {
 public:
  saga_run(connection& with, std::shared_ptr<const catalog> known, saga_question what, completion<saga_view> done)
      : with_{with}, known_{std::move(known)}, what_{std::move(what)}, done_{std::move(done)} {}

  void start() {
    for (const auto& card : known_->services())
      wishes_.push_back(
          {.stream = card.stream, .filter = fmt::format("evt.*.{}.{}.>", partition_of(what_.id), what_.id)});
    read_wishes([this] { on_own(); });
  }

 private:
  void on_own() {
    drop_earlier_than_order(found_);
    if (found_.empty())
      return done_(make_saga_view(*known_, what_.id, {}, {}));
    own_ = found_.size();
    wish_for_others();
    read_wishes([this] { read_parked(); });
  }

  /// The messages about aggregates of another kind and id that mention the order.
  void wish_for_others() {
    const auto seen = own_kinds(*known_, what_.id, found_);
    const auto span = span_of(found_);
    for (const auto& card : known_->services())
      for (const auto& kind : card.aggregates)
        if (!seen.contains(kind.name))
          wishes_.push_back({.stream = card.stream,
                             .filter = subject::events(kind.name),
                             .start_time = span.first,
                             .enough =
                                 [this, end = span.end](const log_message& last) {
                                   return is_too_much() || parse_broker_time(last.stored_at) > end;
                                 },
                             .is_wanted =
                                 [this](const log_message& m) {
                                   ++looked_at_;
                                   return may_concern(m, what_.id);
                                 }});
  }

  /// One after the other, so that a reading never is more than one request of the broker's.
  void read_wishes(std::function<void()> then) {
    if (is_too_much()) { // some of the others would be worse than none
      wishes_.clear();
      found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(own_), found_.end());
    }
    if (wishes_.empty())
      return then();
    auto wish = std::move(wishes_.back());
    wishes_.pop_back();
    ask_log(with_, std::move(wish), [self = shared_from_this(), then = std::move(then)](result<messages> read) {
      if (!read)
        return self->done_(tl::unexpected{read.error()});
      std::ranges::move(*read, std::back_inserter(self->found_));
      self->read_wishes(then);
    });
  }

  void read_parked() {
    // Four tokens: what stands below a key is no part of its queue.
    log_wish letters{.stream = std::string{subject::park_stream}, .filter = "park.*.*.*"};
    letters.enough = [this](const log_message&) { return is_too_much(); };
    letters.is_wanted = [this](const log_message& m) {
      ++looked_at_;
      return concerns(m, what_.id);
    };
    ask_log(with_, std::move(letters), [self = shared_from_this()](const result<messages>& read) {
      if (!read)
        return self->done_(tl::unexpected{read.error()});
      self->finish(*read);
    });
  }

  void finish(const messages& letters) {
    std::set<std::string> subjects;
    for (const auto& letter : letters)
      subjects.insert(letter.subject);
    auto view =
        make_saga_view(*known_, what_.id, saga_steps(*known_, what_.id, found_), {subjects.begin(), subjects.end()});
    view.is_whole = !is_too_much();
    if (!view.is_whole) // who is not seen moving does not seem to wait, either
      view.waits.clear();
    done_(std::move(view));
  }

  [[nodiscard]] auto is_too_much() const -> bool { return looked_at_ > what_.most_messages; }

  connection& with_;
  std::shared_ptr<const catalog> known_;
  saga_question what_;
  completion<saga_view> done_;
  std::vector<log_wish> wishes_;
  messages found_;
  std::size_t own_ = 0; // of those found, the first: what bears the order's id
  std::size_t looked_at_ = 0;
};

} // namespace

void ask_saga(connection& with, std::shared_ptr<const catalog> known, saga_question what, completion<saga_view> done) {
  const auto run = std::make_shared<saga_run>(with, std::move(known), std::move(what), std::move(done));
  with.where().post([run] { run->start(); });
}

auto read_saga(client& with, const catalog& known, const std::string& id) -> result<saga_view> {
  const std::shared_ptr<const catalog> borrowed{std::shared_ptr<void>{}, &known};
  return with.await<saga_view>(
      [&](completion<saga_view> done) { ask_saga(with.broker(), borrowed, {.id = id}, std::move(done)); });
}

} // namespace sinew
