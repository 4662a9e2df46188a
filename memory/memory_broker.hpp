// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node_watch.hpp"
#include "memory/memory_archive.hpp"
#include "memory/memory_consumer.hpp"
#include "memory/memory_faults.hpp"
#include "memory/memory_letters.hpp"
#include "memory/memory_switchboard.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// A broker in this process, for tests and simulation: it promises what actors/ports.hpp promises, and nothing more.
/// The contract suite (tests/contract) holds it and the real one to the same promises.
///
/// Nodes connect with memory_node.hpp. Nothing calls back from inside a call: all that follows from one is queued on
/// the loops, so a run with manual time is the same each time. One thread for the broker and all its nodes.
class memory_broker {
 public:
  /// `where` runs the broker's own timers, `clock` decides when an alarm is due. Both must outlive the broker, and the
  /// broker its nodes.
  memory_broker(loop& where, const wall_clock& clock);
  ~memory_broker();
  memory_broker(const memory_broker&) = delete;
  auto operator=(const memory_broker&) -> memory_broker& = delete;

  /// Mishaps to come.
  auto faults() -> memory_faults& { return faults_; }

  // -- what a third party sees ----------------------------------------------------------------------------------------

  /// The log of a service; grows with the appends of its nodes.
  auto events_of(std::string_view service) -> const memory_stream& { return archive_of(service).events; }
  /// The timers of a service that are armed now.
  auto armed_by(std::string_view service) { return archive_of(service).alarms.armed(); }
  /// Everything parked, in order, as it was last noted; then what was set aside.
  auto parked() const -> std::vector<parked_message> { return letters_.all(); }
  auto letters() -> memory_letters& { return letters_; }
  /// The records of the nodes that have announced themselves within the time to live, by name.
  auto members() -> std::vector<node_record>;
  /// The rule by which the nodes of `service` share its work from now on; none: takes it back.
  void rule(std::string_view service, const std::optional<canary_rule>& by);
  /// How many messages of `upstream` the reader (of one lane) has not acknowledged although it got them; 0 for an unknown
  /// reader.
  auto unacknowledged(std::string_view reader, std::string_view upstream) -> std::size_t;
  /// How many messages all readers together have yet to acknowledge, delivered already or not. 0: everybody is up to date.
  auto backlog() const -> std::size_t;
  /// Stores any bytes in the log of `service`, unguarded, as a foreign client could.
  void plant(std::string_view service, const aggregate_key& key, std::string type, bytes body);
  /// Asks any instance that serves queries of `service`.
  void ask(std::string_view service, std::string_view query, bytes body, std::chrono::milliseconds timeout,
           completion<bytes> done);
  /// Asks something of one node.
  void control(std::string_view node, std::string_view verb, bytes body, std::chrono::milliseconds timeout,
               completion<bytes> done);
  auto switchboard() -> memory_switchboard& { return switchboard_; }

  // -- what the ports of the nodes are made of ------------------------------------------------------------------------

  auto append(std::string_view service, const aggregate_key& key, std::uint64_t expected,
              const std::vector<message>& messages) -> result<appended>;
  auto read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most)
      -> history_page;
  auto archive_of(std::string_view service) -> memory_archive&;
  void open(const subscription& what, std::shared_ptr<memory_link> link, delivery_handler handler);
  /// The subscription that a delivery's token belongs to, or null.
  auto consumer_of(const delivery& d) -> memory_consumer*;
  void close(const subscription& what, const memory_link& link);
  void announce(const node_record& self);
  void leave(const node_record& self);
  void watch(const std::shared_ptr<memory_link>& link, std::string_view service, view_handler handler);
  /// Tells of each record that is announced or taken back, and of each rule for the nodes of its service, on the link's loop.
  struct observer {
    std::string service;
    std::function<void(const node_record&)> heard;
    std::function<void(const std::string& service, const std::string& node)> left;
    std::function<void(const std::optional<canary_rule>&)> ruled;
  };
  /// What there is now.
  struct observed {
    std::vector<node_record> nodes;
    std::optional<canary_rule> canary;
  };
  auto observe(const std::shared_ptr<memory_link>& link, observer tell) -> observed;
  /// Cuts the link: as if the node's process had died.
  void disconnect(memory_link& link);

 private:
  struct member {
    node_record record;
    loop::time_point expires;
  };
  struct watcher {
    std::shared_ptr<memory_link> link;
    std::shared_ptr<const observer> tell;
  };

  static auto consumer_name(const subscription& what) -> std::string;
  void grown(const memory_stream& stream);

  std::shared_ptr<memory_link> home_;
  const wall_clock& clock_;
  memory_faults faults_;
  std::map<std::string, memory_archive, std::less<>> archives_;
  std::map<std::string, memory_consumer> consumers_;
  memory_switchboard switchboard_;
  memory_letters letters_{faults_};
  std::map<std::string, member> members_;
  std::map<std::string, canary_rule, std::less<>> rules_; // by service
  std::vector<watcher> watchers_;
};

} // namespace sinew
