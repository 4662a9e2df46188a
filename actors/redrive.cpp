// SPDX-License-Identifier: Apache-2.0
#include "actors/redrive.hpp"

#include "actors/reader_job.hpp"
#include "actors/stray.hpp"

#include <spdlog/spdlog.h>
#include <utility>

namespace sinew {

namespace {

auto finished(flatbuffers::FlatBufferBuilder& builder) -> bytes {
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

auto write_answer(const redrive_answer& a) -> bytes {
  flatbuffers::FlatBufferBuilder builder{256};
  const auto reason = builder.CreateString(a.reason);
  builder.Finish(wire::CreateRedriveAnswer(builder, a.outcome, a.place, a.attempts, reason));
  return finished(builder);
}

/// One redrive under way. Kept alive by the completions it hands out; each of those has its own deadline.
class redriving : public std::enable_shared_from_this<redriving> {
 public:
  redriving(const node_context& node, const service& served, std::shared_ptr<intake> work, aggregate_key key,
            responder respond)
      : node_{node}, served_{served}, intake_{std::move(work)}, key_{std::move(key)}, respond_{std::move(respond)} {}

  void start() {
    if (!intake_->parked.begin_redrive(key_))
      return respond_(write_answer({.reason = "overloaded: this key is being redriven just now"}));
    intake_->under_way.begin();
    node_.outside.parked.read(served_.name, key_, 0, 1,
                              [self = shared_from_this()](const result<parked_page>& page) { self->on_read(page); });
  }

 private:
  void on_read(const result<parked_page>& page) {
    if (!page)
      return end(wire::Redriven::later, to_string(page.error()));
    if (page->entries.empty())
      return end(wire::Redriven::nothing, {});
    entry_ = page->entries.front();
    const auto& m = entry_.what;
    if (const auto ours = check_parked(m); !ours)
      return put_aside(ours.error());
    failures_ = {m.attempts, m.causes, m.first_failure, m.last_failure};
    job_.emplace(
        delivery{.key = key_, .type = m.type, .position = m.position, .attempt = 1, .body = m.body, .token = {}},
        node_.schema, reaction_source{served_.name, m.upstream, node_.outside.traces, &node_.outside.clock});
    if (auto planned = job_->verify().and_then([&] { return job_->plan(served_, m.is_timer); }); !planned)
      return on_failure(blame_for_mapping(planned.error().code), to_string(planned.error()));
    if (job_->is_done())
      return take_out();
    for (std::size_t index = 0, count = job_->steps().size(); index < count && !over_; ++index)
      run(index);
  }

  void put_aside(const error& why) {
    move_aside(node_.outside.parked, entry_, why, [self = shared_from_this(), why](const result<void>& done) {
      if (!done)
        return self->end(wire::Redriven::later, to_string(done.error()));
      self->end(wire::Redriven::set_aside, why.what);
    });
  }

  void run(std::size_t index) {
    if (job_->is_late(index, node_.outside.clock.now())) {
      // Its saga is over, one way or the other: nothing new is begun for it.
      job_->complete(index);
      return job_->is_done() ? take_out() : void();
    }
    if (job_->steps()[index].effect != nullptr)
      return job_->call(index, [self = shared_from_this(), index](const result<std::vector<addressed>>& commands) {
        self->on_effect_done(index, commands);
      });
    const auto& command = *job_->steps()[index].command;
    intake_->commands.route(command, answer{command.id(), [self = shared_from_this(), index](const receipt& given) {
                                              self->on_answered(index, given);
                                            }});
  }

  void on_effect_done(std::size_t index, const result<std::vector<addressed>>& commands) {
    if (over_)
      return;
    if (!commands)
      return on_failure(blame_for_effect(commands.error().code), to_string(commands.error()));
    for (const auto added : job_->expand(index, *commands))
      if (!over_)
        run(added);
    if (!over_ && job_->is_done())
      take_out();
  }

  void on_answered(std::size_t index, const receipt& given) {
    if (over_)
      return; // another step has failed before
    if (given.outcome == wire::Outcome::retry || given.outcome == wire::Outcome::invalid)
      return on_failure(blame_for(given), given.reason);
    job_->complete(index);
    if (job_->is_done())
      take_out();
  }

  void on_failure(blame whose, const std::string& why) {
    over_ = true;
    if (whose == blame::world)
      return end(wire::Redriven::later, why);
    failures_.add(why, node_.outside.clock.now());
    auto& m = entry_.what;
    m.reason = why;
    m.attempts = failures_.attempts();
    m.causes = failures_.causes();
    m.first_failure = failures_.first();
    m.last_failure = failures_.last();
    spdlog::warn("redriving {} {} failed, {} tries by now: {}", key_.aggregate, key_.id, m.attempts, why);
    // Should the note get lost, the next one says as much: nothing depends on it.
    node_.outside.parked.note(
        entry_, [self = shared_from_this(), why](const result<void>&) { self->end(wire::Redriven::failed, why); });
  }

  // Only now, after the appends: a crash in between leaves it parked, and the aggregates answer its twin as before.
  void take_out() {
    over_ = true;
    job_->end_trace();
    node_.outside.parked.remove(served_.name, key_, entry_.place,
                                [self = shared_from_this()](const result<bool>& gone) {
                                  if (!gone)
                                    return self->end(wire::Redriven::later, to_string(gone.error()));
                                  self->end(wire::Redriven::handled, {});
                                });
  }

  void end(wire::Redriven outcome, std::string reason) {
    intake_->parked.end_redrive(key_);
    intake_->under_way.end();
    respond_(write_answer({outcome, entry_.place, failures_.attempts(), std::move(reason)}));
  }

  const node_context& node_;
  const service& served_;
  std::shared_ptr<intake> intake_;
  aggregate_key key_;
  responder respond_;
  parked_entry entry_;
  failure_record failures_;
  std::optional<reader_job> job_;
  bool over_ = false; // its outcome is known: what its steps still answer changes nothing
};

} // namespace

void redrive(const node_context& node, const service& served, const std::shared_ptr<intake>& work,
             const incoming_request& request) {
  if (!request.respond)
    return;
  const auto* asked = verified_table<wire::RedriveRequest>(request.body);
  if (asked == nullptr || !is_valid_name(asked->aggregate()->string_view()) ||
      !is_valid_id(asked->aggregate_id()->string_view()))
    return request.respond(write_answer({.reason = "invalid_input: the request is not a RedriveRequest"}));
  std::make_shared<redriving>(node, served, work,
                              aggregate_key{asked->aggregate()->str(), asked->aggregate_id()->str()}, request.respond)
      ->start();
}

auto write_redrive_request(const aggregate_key& key) -> bytes {
  flatbuffers::FlatBufferBuilder builder{128};
  const auto aggregate = builder.CreateString(key.aggregate);
  const auto id = builder.CreateString(key.id);
  builder.Finish(wire::CreateRedriveRequest(builder, aggregate, id));
  return finished(builder);
}

auto read_redrive_answer(bytes_view from_outside) -> result<redrive_answer> {
  const auto* table = verified_table<wire::RedriveAnswer>(from_outside);
  if (table == nullptr || table->outcome() > wire::Redriven::MAX)
    return fail(errc::invalid_input, "the reply is not a RedriveAnswer");
  return redrive_answer{table->outcome(), table->place(), table->attempts(),
                        table->reason() == nullptr ? std::string{} : table->reason()->str()};
}

} // namespace sinew
