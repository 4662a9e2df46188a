// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/subjects.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/live_log.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sinew::gateway {

/// Which events are wanted; what is empty is open.
struct tap_filter {
  std::string service;
  std::string aggregate;
  std::string id;
  std::string event; // "placed"

  [[nodiscard]] auto matches(std::string_view of_service, const subject::parts& what) const -> bool;
};

/// One operator who watches events as they are stored, as Server-Sent Events:
///
///   ready    {}            from now on nothing that is stored is missed
///   event    a CloudEvent  as `sinew tap` shows it, cards masked
///   skipped  {"count":n}   so many more matched within the last second than are shown in one
///
/// Shows at most `most_a_second`, so that neither the page nor the shop's own requests suffer from it; a reader that is too slow
/// even for that is dropped. Loop's thread. Lives until the connection ends.
class event_tap : public std::enable_shared_from_this<event_tap> {
 public:
  static constexpr std::uint64_t most_a_second = 200;

  /// Where events come from; all must outlive the tap.
  struct source {
    loop& where;
    live_log& log;
    const registry_mirror& known;
  };

  /// Answers with the stream. `seat` is held for as long as the tap lives.
  static void open(source from, tap_filter what, std::shared_ptr<void> seat, const http_answer& answer);

 private:
  event_tap(source from, tap_filter what, std::shared_ptr<void> seat);

  void begin(std::shared_ptr<http_stream> out);
  void hear(std::string_view stream, std::string_view subject, std::uint64_t position, bytes_view body);
  [[nodiscard]] auto is_wanted(std::string_view stream, std::string_view subject) const -> bool;
  void say(std::string_view text);
  /// Every second: tells of what was left out; every fifteenth, that the line still stands.
  void tick();
  void stop();

  source from_;
  tap_filter what_;
  std::shared_ptr<void> seat_;
  live_log::watch watch_;
  std::shared_ptr<http_stream> out_;
  std::uint64_t shown_ = 0;   // in this second
  std::uint64_t skipped_ = 0; // in this second
  std::uint64_t ticks_ = 0;
  loop::timer_id next_tick_ = 0;
};

} // namespace sinew::gateway
