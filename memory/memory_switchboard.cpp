// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_switchboard.hpp"

namespace sinew {

namespace {

/// One call until it ends: by an answer or by its time limit, whichever is first.
class pending_call {
 public:
  pending_call(std::shared_ptr<memory_link> caller, completion<bytes> done)
      : caller_{std::move(caller)}, done_{std::move(done)} {}

  static void limit(const std::shared_ptr<pending_call>& call, const std::string& subject,
                    std::chrono::milliseconds timeout) {
    call->timer_ = call->caller_->after(
        timeout, [call, subject] { call->end(fail(errc::outcome_unknown, "no answer on " + subject + " in time")); });
  }

  void end(const result<bytes>& with) {
    if (!done_)
      return;
    caller_->cancel(timer_);
    caller_->answer(std::exchange(done_, nullptr), with);
  }

 private:
  std::shared_ptr<memory_link> caller_;
  completion<bytes> done_; // empty once ended
  loop::timer_id timer_ = 0;
};

} // namespace

auto memory_switchboard::subject_of(const message& command) -> address {
  return {"cmd." + std::string{command.aggregate()},
          std::to_string(partition_of(command.aggregate_id())) + "." + std::string{command.type()}};
}

void memory_switchboard::serve(std::string stem, std::shared_ptr<memory_link> link, request_handler handler) {
  groups_[std::move(stem)].servers.push_back(
      std::make_shared<const served>(served{std::move(link), std::move(handler)}));
}

void memory_switchboard::stop(const memory_link& link) {
  for (auto& [stem, group] : groups_)
    std::erase_if(group.servers, [&](const auto& s) { return s->link.get() == &link; });
}

void memory_switchboard::call(const address& to, bytes body, std::shared_ptr<memory_link> caller,
                              std::chrono::milliseconds timeout, completion<bytes> done) {
  const auto subject = to.stem + "." + to.tail;
  const auto server = next_server(to.stem);
  if (server == nullptr)
    return caller->answer<bytes>(std::move(done), fail(errc::unavailable, "nobody serves " + subject));
  const auto call = std::make_shared<pending_call>(std::move(caller), std::move(done));
  pending_call::limit(call, subject, timeout);
  const auto respond = [call, link = server->link](bytes answer) {
    if (link->is_up())
      call->end(std::move(answer));
  };
  deliver(server, {to.tail, std::move(body), respond});
}

void memory_switchboard::tell(const address& to, bytes body) {
  if (const auto server = next_server(to.stem))
    deliver(server, {to.tail, std::move(body), nullptr});
}

auto memory_switchboard::next_server(const std::string& stem) -> std::shared_ptr<const served> {
  auto& group = groups_[stem];
  if (group.servers.empty())
    return nullptr;
  return group.servers[group.turn++ % group.servers.size()];
}

void memory_switchboard::deliver(const std::shared_ptr<const served>& to, incoming_request request) {
  to->link->post([to, request = std::move(request)] { to->handler(request); });
}

} // namespace sinew
