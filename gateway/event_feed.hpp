// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "gateway/event_tail.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/registry_mirror.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sinew::gateway {

/// One listener to the events of one aggregate, as Server-Sent Events: first what the log holds, then what comes, without a
/// gap or a repetition. Each has its version as `id`, its type ("order.placed") as `event`, and its CloudEvent as `data`; a comment
/// every 15 s shows that the line still stands.
///
/// It ends behind the event that ends the aggregate's story: a browser that connects again is answered 204, and stops. Loop's
/// thread. Lives until the story or the connection ends. Reads the history at once, so for aggregates with short ones.
class event_feed : public std::enable_shared_from_this<event_feed> {
 public:
  /// Where events come from; all must outlive the feed.
  struct source {
    loop& where;
    event_tail& tail;
    journal& log;
    const registry_mirror& known;
  };
  struct wish {
    aggregate_key key;
    /// Only what comes behind that version: Last-Event-ID. 0: all.
    std::uint64_t after = 0;
    /// Whether nothing can follow an event of that name.
    std::function<bool(std::string_view event)> is_last;
    /// Takes out of an event's data what is nobody's business outside.
    std::function<void(ordered_json& data)> censor;
    /// Held for as long as the feed lives.
    std::shared_ptr<void> seat;
    /// The path asked for, for problems.
    std::string instance;
  };

  /// Answers with the stream, 204, 404, or why the log cannot be read.
  static void open(source from, wish what, http_answer answer);

 private:
  event_feed(source from, wish what, http_answer answer);

  void start();
  void read();
  void on_page(result<history_page> page);
  void answer();
  void begin(std::shared_ptr<http_stream> out);
  void hear(std::uint64_t position, bytes_view body);
  /// As text, unless it was told before.
  auto told(std::uint64_t position, bytes_view body) -> std::string;
  void say(std::string_view text);
  void show_life();
  void stop();

  source from_;
  wish wish_;
  http_answer answer_;
  event_tail::watch watch_;
  std::shared_ptr<http_stream> out_;
  /// What has been read, and what came meanwhile.
  std::string past_;
  std::vector<std::pair<std::uint64_t, bytes>> meanwhile_;
  std::uint64_t last_position_ = 0;
  bool has_ended_ = false;
  loop::timer_id heartbeat_ = 0;
};

} // namespace sinew::gateway
