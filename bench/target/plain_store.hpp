// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "bench/target/event_store.hpp"

#include <memory>
#include <string>

namespace sinew::bench {

class plain_journal;
class plain_link;

/// The floor of the services' journal: plain nats.c on a connection of its own, one message for each event.
class plain_store final : public event_store {
 public:
  /// For the stream `stream`. unavailable: nobody answers.
  static auto open(const surroundings& in, std::string stream) -> result<std::unique_ptr<plain_store>>;
  ~plain_store() override;

  /// conflict: not stored, or not known to be.
  void append(const aggregate_key& key, std::uint64_t expected, message event, completion<appended> done) override;
  void last(const aggregate_key& key, completion<std::uint64_t> done) override;

 private:
  plain_store(std::string stream, std::unique_ptr<plain_link> link, std::unique_ptr<plain_journal> log);

  std::string stream_;
  std::unique_ptr<plain_link> link_;
  std::unique_ptr<plain_journal> log_;
};

} // namespace sinew::bench
