// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"
#include "tools/client/catalog.hpp"
#include "tools/transcode/payload_writer.hpp"

#include <string>
#include <string_view>

namespace sinew {

/// Builds one kind of command from JSON. One thread. The service's card must outlive it.
class command_writer {
 public:
  struct what {
    std::string aggregate;
    std::string command;
    std::string actor;      // who asks: "cli/alice"
    bool time_hops = false; // the receipt is to tell when each step was done
  };
  /// unknown_type: the aggregate has no such command; lists those it has. `owner` must own the aggregate.
  static auto open(const service_card& owner, what w) -> result<command_writer>;

  /// The command for aggregate `id`; its correlation is that id. With an `actor`, that one asks, this time; `trace` is the
  /// traceparent it is asked in. invalid_input: the
  /// id is none, a field is wrong (see `check_json`), or the whole is larger than a message may be.
  auto write(std::string_view id, const ordered_json& fields, const uuid& command_id, timestamp now, timestamp deadline,
             std::string_view actor = {}, std::string_view trace = {}) -> result<message>;

 private:
  command_writer(const service_card& owner, what w);

  what what_;
  std::string table_;
  std::uint64_t schema_;
  payload_writer payloads_;
};

} // namespace sinew
