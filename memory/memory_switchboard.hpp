// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "memory/memory_link.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

/// Who serves which requests: each call goes to one of the nodes that serve it, in turn.
class memory_switchboard {
 public:
  /// Where a request goes: `served` is what nodes serve ("cmd.order.17", "qry.order", "ctl.order-1"), `tail` what its
  /// handler is told ("17.place", "state", "drain").
  struct address {
    std::string served;
    std::string tail;
  };
  static auto commands_of(std::string_view aggregate, std::uint32_t partition) -> std::string;
  static auto address_of(const message& command) -> address;

  void serve(std::string what, std::shared_ptr<memory_link> link, request_handler handler);
  /// That node receives nothing new; requests on the way to it still arrive while its link is up.
  void stop(const memory_link& link);
  /// Likewise, of this alone.
  void stop(const std::string& what, const memory_link& link);

  /// Calls and tells `done`, on the caller's loop: the answer, unavailable (nobody serves it), or outcome_unknown (no
  /// answer within `timeout`).
  void call(const address& to, bytes body, std::shared_ptr<memory_link> caller, std::chrono::milliseconds timeout,
            completion<bytes> done);
  /// Calls without wanting an answer. Lost when nobody serves it.
  void tell(const address& to, bytes body);

 private:
  struct served {
    std::shared_ptr<memory_link> link;
    request_handler handler;
  };
  struct sharing {
    std::vector<std::shared_ptr<const served>> servers;
    std::size_t turn = 0;
  };

  auto next_server(const std::string& what) -> std::shared_ptr<const served>;
  static void deliver(const std::shared_ptr<const served>& to, incoming_request request);

  std::map<std::string, sharing> groups_;
};

} // namespace sinew
