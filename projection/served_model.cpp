// SPDX-License-Identifier: Apache-2.0
#include "projection/served_model.hpp"

#include "projection/copy_files.hpp"
#include "projection/list_answer.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <utility>

namespace sinew {

namespace {

// Questions that wait for a position: no more than a copy takes at once when it comes.
constexpr std::size_t most_waiting = 256;

auto status_of(const model_copy& copy) -> nlohmann::ordered_json {
  nlohmann::ordered_json all = {{"state", to_string(copy.state())},   {"version", copy.shown().version()},
                                {"position", copy.facts().position},  {"lag", copy.lag()},
                                {"bytes", size_of_copy(copy.file())}, {"passed_over", copy.facts().passed_over}};
  if (!copy.why().empty())
    all["why"] = copy.why();
  return all;
}

} // namespace

served_model::served_model(model_copy::surroundings from, const read_model& model, std::filesystem::path folder)
    : from_{std::move(from)}, model_{model}, folder_{std::move(folder)} {}

served_model::~served_model() {
  for (const auto& each : waiting_)
    from_.where.cancel(each.patience);
}

void served_model::start() {
  serving_number_ = std::max<std::uint64_t>(read_serving(folder_, model_.name()), 1);
  next_number_ = serving_number_;
  serving_ = make_copy(serving_number_);
  serving_->start([serve = job_to_serve(serving_number_), folder = folder_, name = std::string{model_.name()},
                   number = serving_number_] {
    serve();
    remove_newer_copies(folder, name, number);
  });
}

auto served_model::make_copy(std::uint64_t number) -> copy {
  return std::make_shared<model_copy>(from_, model_, copy_file(folder_, model_.name(), number),
                                      model_copy::listener{.on_change = [this] { on_change(); }});
}

auto served_model::job_to_serve(std::uint64_t number) const -> worker::job {
  return [folder = folder_, name = std::string{model_.name()}, number] { serve_copy(folder, name, number); };
}

// -- copies that come and go ------------------------------------------------------------------------------------------

// Later in this turn or the next: who tells of a change is in the middle of something.
void served_model::on_change() {
  if (std::exchange(is_looking_, true))
    return;
  from_.where.post([this, weak = std::weak_ptr{alive_}] {
    if (!weak.expired())
      look();
  });
}

void served_model::look() {
  is_looking_ = false;
  if (serving_->state() == copy_state::spoiled)
    replace(serving_->why());
  if (next_ && next_->state() == copy_state::spoiled) {
    spdlog::warn("read model {}: the new copy is given up: {}", model_.name(), next_->why());
    leaving_.push_back(std::exchange(next_, nullptr));
  }
  if (serving_->state() == copy_state::outdated && !next_) {
    spdlog::info("read model {}: {}; a new copy is built, and the old one answers until then", model_.name(),
                 serving_->why());
    (void)rebuild(true);
  }
  if (next_ && swap_when_ready_ && next_->state() == copy_state::live)
    take_over();
  answer_waiting();
  sweep();
}

void served_model::replace(const std::string& why) {
  spdlog::warn("read model {}: built anew from the log: {}", model_.name(), why);
  leaving_.push_back(std::exchange(serving_, nullptr));
  if (next_) { // it is on its way already
    take_over();
    return;
  }
  serving_number_ = ++next_number_;
  serving_ = make_copy(serving_number_);
  serving_->start(job_to_serve(serving_number_));
}

void served_model::take_over() {
  if (serving_)
    leaving_.push_back(std::move(serving_));
  serving_ = std::exchange(next_, nullptr);
  serving_number_ = next_number_;
  swap_when_ready_ = false;
  serving_->on_writer(job_to_serve(serving_number_));
  spdlog::info("read model {}: copy {} answers from now on", model_.name(), serving_number_);
}

auto served_model::rebuild(bool swap) -> result<void> {
  if (next_)
    return fail(errc::conflict, fmt::format("a copy of {} is being built already", model_.name()));
  if (serving_->state() == copy_state::opening) // what is left of others is just being removed
    return fail(errc::conflict, fmt::format("{} is just being opened; ask again", model_.name()));
  swap_when_ready_ = swap;
  next_ = make_copy(++next_number_);
  next_->start([file = next_->file()] { remove_copy(file); });
  return {};
}

auto served_model::swap() -> result<void> {
  if (!next_)
    return fail(errc::not_found, fmt::format("there is no new copy of {}; ask for a rebuild first", model_.name()));
  if (next_->state() != copy_state::live)
    return fail(errc::conflict,
                fmt::format("the new copy of {} is {}, {} messages behind; ask again, or rebuild with swap",
                            model_.name(), to_string(next_->state()), next_->lag()));
  take_over();
  return {};
}

void served_model::sweep() {
  for (const auto& each : leaving_)
    each->retire();
  leaving_.remove_if([](const copy& each) { return each->is_retired(); });
}

// -- questions --------------------------------------------------------------------------------------------------------

void served_model::answer(const incoming_request& request) {
  if (!request.respond)
    return;
  const auto what = read_list_query(serving_->shown(), request.body);
  if (!what)
    return request.respond(list_answer(what.error()));
  if (serving_->can_answer() && serving_->facts().position >= what->at_least)
    return ask(*what, request.respond);
  if (waiting_.size() >= most_waiting)
    return request.respond(
        list_answer(error{errc::overloaded, fmt::format("too many questions to {} wait", model_.name())}));
  wait(request, *what);
}

void served_model::ask(const list_query& what, responder respond) {
  serving_->list(
      what, [this, weak = std::weak_ptr{alive_}, respond = std::move(respond)](const result<list_page>& page) {
        if (weak.expired())
          return;
        if (page)
          respond(list_answer(*page));
        else if (page.error().code == errc::invalid_input) // the file's fault, not the question's
          respond(list_answer(error{errc::unavailable, fmt::format("{} is being built anew", model_.name())}));
        else
          respond(list_answer(page.error()));
        sweep();
      });
}

void served_model::wait(const incoming_request& request, const list_query& what) {
  const auto place = waiting_.insert(waiting_.end(), {request, what.at_least, 0});
  place->patience = from_.where.after(what.wait, [this, place] {
    const auto late = std::move(*place);
    waiting_.erase(place);
    // A position that has not come says nothing against this node; a copy that cannot answer does.
    const auto how = serving_->can_answer() ? errc::deadline_exceeded : errc::unavailable;
    late.request.respond(list_answer(error{how, why_not_yet(late.at_least)}));
  });
}

auto served_model::why_not_yet(std::uint64_t at_least) const -> std::string {
  if (serving_->can_answer())
    return fmt::format("{} has seen the log up to {} here, not to {} yet", model_.name(), serving_->facts().position,
                       at_least);
  return fmt::format("{} is {} here, {} messages behind", model_.name(), to_string(serving_->state()), serving_->lag());
}

void served_model::answer_waiting() {
  if (!serving_->can_answer())
    return;
  for (auto each = waiting_.begin(); each != waiting_.end();) {
    if (each->at_least > serving_->facts().position) {
      ++each;
      continue;
    }
    from_.where.cancel(each->patience);
    const auto ready = std::move(each->request);
    each = waiting_.erase(each);
    answer(ready);
  }
}

// -- what it tells ----------------------------------------------------------------------------------------------------

auto served_model::is_caught_up() const -> bool {
  return serving_ && serving_->state() == copy_state::live;
}

auto served_model::status() const -> nlohmann::ordered_json {
  nlohmann::ordered_json all = {{"model", model_.name()}, {"copy", serving_number_}};
  all.update(status_of(*serving_));
  if (next_) {
    all["next"] = status_of(*next_);
    all["next"]["copy"] = next_number_;
  }
  return all;
}

} // namespace sinew
