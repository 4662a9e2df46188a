// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_switchboard.hpp"

namespace sinew {

namespace {

/// One call until it ends: by an answer or by its time limit, whichever is first.
class pending_call {
 public:
  pending_call(std::shared_ptr<memory_link> caller, completion<bytes> done)
      : caller_{std::move(caller)}, done_{std::move(done)} {}

  static void limit(const std::shared_ptr<pending_call>& call, const std::string& served,
                    std::chrono::milliseconds timeout) {
    call->timer_ = call->caller_->after(
        timeout, [call, served] { call->end(fail(errc::outcome_unknown, "no answer of " + served + " in time")); });
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

auto memory_switchboard::commands_of(std::string_view aggregate, std::uint32_t partition) -> std::string {
  return "cmd." + std::string{aggregate} + "." + std::to_string(partition);
}

auto memory_switchboard::address_of(const message& command) -> address {
  const auto partition = partition_of(command.aggregate_id());
  return {commands_of(command.aggregate(), partition), std::to_string(partition) + "." + std::string{command.type()}};
}

void memory_switchboard::serve(std::string what, std::shared_ptr<memory_link> link, request_handler handler) {
  groups_[std::move(what)].servers.push_back(
      std::make_shared<const served>(served{std::move(link), std::move(handler)}));
}

void memory_switchboard::stop(const memory_link& link) {
  for (auto& [what, group] : groups_)
    std::erase_if(group.servers, [&](const auto& s) { return s->link.get() == &link; });
}

void memory_switchboard::stop(const std::string& what, const memory_link& link) {
  std::erase_if(groups_[what].servers, [&](const auto& s) { return s->link.get() == &link; });
}

void memory_switchboard::call(const address& to, bytes body, std::shared_ptr<memory_link> caller,
                              std::chrono::milliseconds timeout, completion<bytes> done) {
  const auto server = next_server(to.served);
  if (server == nullptr)
    return caller->answer<bytes>(std::move(done), fail(errc::unavailable, "nobody serves " + to.served));
  const auto call = std::make_shared<pending_call>(std::move(caller), std::move(done));
  pending_call::limit(call, to.served, timeout);
  const auto respond = [call, link = server->link](bytes answer) {
    if (link->is_up())
      call->end(std::move(answer));
  };
  deliver(server, {to.tail, std::move(body), respond});
}

void memory_switchboard::tell(const address& to, bytes body) {
  if (const auto server = next_server(to.served))
    deliver(server, {to.tail, std::move(body), nullptr});
}

auto memory_switchboard::next_server(const std::string& what) -> std::shared_ptr<const served> {
  auto& group = groups_[what];
  if (group.servers.empty())
    return nullptr;
  return group.servers[group.turn++ % group.servers.size()];
}

void memory_switchboard::deliver(const std::shared_ptr<const served>& to, incoming_request request) {
  to->link->post([to, request = std::move(request)] { to->handler(request); });
}

} // namespace sinew
