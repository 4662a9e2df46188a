// SPDX-License-Identifier: Apache-2.0
#pragma once

// The narrow ports through which the runtime sees broker, time and chance. Two brokers implement them: bridge/
// (JetStream) and memory/ (tests, simulation); one contract suite (tests/contract) holds both to what is written here.
//
// All calls are made on the loop's thread, return at once and never call back from inside; a completion runs exactly
// once, on the loop's thread, at the latest when its deadline has passed. Views passed in are read before the call
// returns.

#include "actors/membership.hpp"
#include "actors/wall_clock.hpp"
#include "kernel/bytes.hpp"
#include "kernel/names.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "kernel/uuid.hpp"
#include "schemas/message.hpp"
#include "telemetry/tracer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

// -- journal: the log of this service's aggregates ------------------------------------------------------------------

/// One message as the log holds it. `body` may be foreign or damaged: whoever reads it verifies it.
struct stored_message {
  std::uint64_t position; // sequence in the service's stream
  std::string type;       // last token of its subject
  bytes body;
};

/// A part of one aggregate's history, in order.
struct history_page {
  std::vector<stored_message> messages;
  /// There is more after the last message of this page.
  bool more = false;
};

/// Where an append ended up.
struct appended {
  std::uint64_t position; // of its last message
};

class journal {
 public:
  virtual ~journal() = default;

  /// Stores `messages` (envelopes of one aggregate, in order) if and only if the last position of that aggregate is
  /// `expected` (0: it has none). One message is one append; several are stored all or none.
  /// conflict: someone else wrote first. outcome_unknown: sent but not answered in time; read `last` and compare ids.
  /// overloaded, unavailable: nothing was stored; try again later. invalid_input: too large.
  virtual void append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
                      completion<appended> done) = 0;

  /// The history after position `after`, at most `at_most` messages. An unknown aggregate has an empty one. Nothing that
  /// was acknowledged before the call is missing: a refusal that is decided on it has no guard.
  virtual void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                    completion<history_page> done) = 0;

  /// The last message of the aggregate, if it has one. Reads what is surely the newest, not a replica's opinion.
  virtual void last(const aggregate_key& key, completion<std::optional<stored_message>> done) = 0;

  /// Replaces the aggregate's snapshot. Best effort: the log is the truth.
  virtual void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) = 0;
  /// The newest, or, from a replica that lags, an older one or none: the log behind it makes up for that.
  virtual void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) = 0;
};

// -- timers -----------------------------------------------------------------------------------------------------------

class timers {
 public:
  virtual ~timers() = default;

  /// Delivers `command` (a whole command envelope) on the service's due-reader at `at`, not earlier; possibly late,
  /// possibly twice. A timer of the same key and command name is replaced. Done once the timer is durable.
  virtual void arm(const aggregate_key& key, timestamp at, message command, completion<void> done) = 0;

  /// Best effort: a timer that fires for nothing is ignored by whoever it wakes.
  virtual void cancel(const aggregate_key& key, std::string_view command) = 0;
};

// -- requests: commands and queries -----------------------------------------------------------------------------------

/// Answers one request; call at most once, on the loop's thread. Destroying it unanswered lets the caller time out.
using responder = std::function<void(bytes)>;

/// A request as it came in: unverified.
struct incoming_request {
  /// What follows `cmd.<aggregate>.`, `qry.<service>.` or `ctl.<node>.`: "17.place", "state", "drain".
  std::string subject_tail;
  bytes body;
  responder respond; // empty when the sender wants no answer
};
using request_handler = std::function<void(incoming_request)>;

class requests {
 public:
  virtual ~requests() = default;

  /// Receives the commands for one partition of `aggregate`, shared with other nodes that serve it (each goes to one of
  /// them). Not twice without `stop_commands` in between.
  virtual void serve_commands(std::string_view aggregate, std::uint32_t partition, request_handler handler) = 0;
  /// Receives no new command for that partition; those already here may still be answered. A command that is on its way
  /// in this very moment may be lost: its sender gets `outcome_unknown`.
  virtual void stop_commands(std::string_view aggregate, std::uint32_t partition) = 0;
  /// Receives queries of `service`, shared likewise.
  virtual void serve_queries(std::string_view service, request_handler handler) = 0;
  /// Receives what is asked of this node alone.
  virtual void serve_control(std::string_view node, request_handler handler) = 0;
  /// Stops receiving new requests of any kind; those already here may still be answered.
  virtual void stop_serving() = 0;

  /// Sends a command to whoever owns its aggregate. unavailable: nobody serves it. outcome_unknown: no answer within
  /// `timeout` (retry with the same command id).
  virtual void send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) = 0;
};

// -- subscriptions: reading other services' logs ----------------------------------------------------------------------

/// Which events a service wants of an upstream's stream, under a name that survives restarts.
struct subscription {
  /// Name of the subscribing service.
  std::string reader;
  /// Name of the service whose stream is read; its own name is allowed.
  std::string upstream;
  /// What to read: a pair of aggregate and event each. Empty: the service's due timers (then `upstream` is its own
  /// name).
  struct filter {
    std::string aggregate;
    std::string event;
  };
  std::vector<filter> filters;
  /// Which of the subscription's `lanes` this is: the keys whose partition modulo `lanes` is `lane`. Each lane has a place
  /// of its own in the upstream, so their number is fixed for the life of a subscription. 1 … 64.
  std::uint32_t lane = 0;
  std::uint32_t lanes = 1;
  /// Deliveries that may be waiting for their ack at once.
  std::size_t window = 512;
  /// An unacknowledged message comes again after this.
  std::chrono::milliseconds ack_wait{30'000};
  /// So often at most; then it is given up (see `delivery::given_up`). High: only who dies over a message, again and again,
  /// gets there, and everything that he held at those times.
  std::uint64_t most_deliveries = 100;
  bool tells_pending = false; // by a probe, whenever it is looked at, also when nothing is delivered
};

/// What nodes call a lane among themselves: "order.0", "due.0".
inline auto lane_name(const subscription& s) -> std::string {
  return (s.filters.empty() ? "due" : s.upstream) + "." + std::to_string(s.lane);
}

/// One message from an upstream. `body` is unverified.
struct delivery {
  aggregate_key key;
  std::string type; // event, or command name of a due timer
  std::uint64_t position;
  std::uint64_t attempt; // 1 at first, more when it comes again
  bytes body;
  /// Opaque; passed back with ack and friends.
  std::string token;
  /// It was delivered `most_deliveries` times and never acknowledged: the last chance to put it into safe keeping. Told
  /// again to whoever opens the subscription, until it is acknowledged.
  bool given_up = false;
  /// No message at all, but a probe: it takes the way of all deliveries, to show that the way is open. Acknowledge it as
  /// soon as its turn comes; nothing else in it but `pending` means anything.
  bool is_probe = false;
  timestamp stored{}; // by the broker's clock; the epoch: unknown
  /// Messages that are to be delivered behind it, as far as the broker knows.
  std::optional<std::uint64_t> pending = std::nullopt;
};
using delivery_handler = std::function<void(delivery)>;

class subscriptions {
 public:
  virtual ~subscriptions() = default;

  /// Starts delivering, at least once each, everything stored from the beginning that this reader has not acknowledged.
  /// Never more than `window` unacknowledged at once. `done` once the subscription exists, or never when it is closed
  /// before. What others (or an earlier life of this node) have left unacknowledged comes first: nothing is delivered here
  /// before it had time to come again, so that the order of a key survives a change of readers.
  virtual void open(subscription what, delivery_handler handler, completion<void> done) = 0;
  /// Stops delivering that one to this node; acks still count. What is unacknowledged comes again to whoever reads next.
  virtual void close(const subscription& what) = 0;

  /// Never comes again.
  virtual void ack(const delivery& d) = 0;
  /// Comes again, not before `delay`.
  virtual void retry(const delivery& d, std::chrono::milliseconds delay) = 0;
  /// Still at work: starts the ack wait anew.
  virtual void in_progress(const delivery& d) = 0;
};

// -- parking: what a service could not handle ------------------------------------------------------------------------

/// A message that a service could not handle, or that waits behind one: kept in order for a person to look at.
struct parked_message {
  /// Who could not.
  std::string service;
  aggregate_key key;
  /// Name of the service whose stream it came from, and what it was there.
  std::string upstream;
  std::string type; // event, or command name of a due timer
  bool is_timer = false;
  std::uint64_t position = 0; // in that stream
  std::string reason;
  /// The distinct errors met, in order; bounded (actors/failure_record.hpp).
  std::vector<std::string> causes;
  /// How often it was tried in vain; 0: never, it only waits behind others of its key.
  std::uint64_t attempts = 0;
  timestamp first_failure{};
  timestamp last_failure{};
  bytes body;
};

/// A parked message and its place: places grow, and order the messages of a key.
struct parked_entry {
  std::uint64_t place = 0;
  parked_message what;
};
struct parked_page {
  std::vector<parked_entry> entries;
  /// There is more after the last entry of this page.
  bool more = false;
};

/// The keys for which a service has something parked.
struct parked_keys {
  std::vector<aggregate_key> keys;
  /// There are more than were asked for.
  bool more = false;
};

class parking {
 public:
  virtual ~parking() = default;

  /// Stores `what` behind all that is parked for its service and key, if and only if the last place there is `behind`
  /// (0: nothing is parked). Answers its place. Acknowledge the original only after that: nothing is lost in between.
  /// conflict: somebody else has parked or removed something; ask for `last` again. outcome_unknown: sent but not
  /// answered in time; `read` tells.
  virtual void park(parked_message what, std::uint64_t behind, completion<std::uint64_t> done) = 0;
  /// Keeps what is no message of its key at all (foreign or damaged bytes). It holds nobody up and is in no order.
  virtual void set_aside(parked_message what, completion<void> done) = 0;

  /// The last place of a key; 0: nothing is parked for it. What is surely the newest, not a replica's opinion.
  virtual void last(std::string_view service, const aggregate_key& key, completion<std::uint64_t> done) = 0;
  /// What is parked for a key behind place `after`, in order. The first of all is read as last `note`d.
  virtual void read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                    completion<parked_page> done) = 0;
  virtual void keys(std::string_view service, std::size_t at_most, completion<parked_keys> done) = 0;

  /// The first message of its key was tried again in vain: from now on it is read with this reason, these causes, attempts
  /// and times. Of several notes the newest counts; one about a message that is not the first any more is void.
  virtual void note(const parked_entry& tried, completion<void> done) = 0;
  /// Takes one message out. False: it was gone already.
  virtual void remove(std::string_view service, const aggregate_key& key, std::uint64_t place,
                      completion<bool> done) = 0;

  /// Tells of each key for which anybody parks something from now on, perhaps in vain; and by nullopt that some may have
  /// been missed (the broker was away).
  using watcher = std::function<void(const std::optional<aggregate_key>&)>;
  virtual void watch(std::string_view service, watcher h) = 0;
};

// -- chance -----------------------------------------------------------------------------------------------------------

class randomness {
 public:
  virtual ~randomness() = default;
  virtual auto next() -> std::uint64_t = 0;
};

/// Everything a node needs from outside. References: whoever assembles the node owns the parts and outlives it.
struct ports {
  journal& log;
  timers& alarms;
  requests& calls;
  subscriptions& feeds;
  parking& parked;
  membership& members;
  wall_clock& clock;
  randomness& chance;
  /// Where spans go; null: nobody looks.
  tracer* traces = nullptr;
};

inline auto new_uuid(const ports& p) -> uuid {
  return uuid_v7(p.clock.now(), p.chance.next(), p.chance.next());
}

} // namespace sinew
