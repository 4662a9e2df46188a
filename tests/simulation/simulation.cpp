// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/simulation.hpp"

#include "memory/memory_broker.hpp"
#include "tests/simulation/fleet.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>
#include <algorithm>

namespace simulation {

namespace {

using namespace std::chrono_literals;

constexpr duration heartbeat = 1s;  // how often the director looks whether all has ended
constexpr duration patience = 240s; // for that, once all is well
constexpr duration aftermath = 8s;  // for whatever comes again after an ack wait
constexpr duration longest_trouble = 95s;
constexpr int clients = 2;

auto bounds_of(std::uint64_t seed) -> sinew::limits {
  sinew::seeded_randomness chance{seed ^ 0xb0d5ULL};
  const auto one_of = [&](auto a, auto b, auto c) { return std::array{a, b, c}[chance.next() % 3]; };
  sinew::limits bounds;
  bounds.commands_per_append = one_of(1U, 4U, 256U);
  bounds.events_per_snapshot = one_of(2U, 5U, 200U);
  bounds.messages_per_page = one_of(2U, 16U, 256U);
  bounds.live_aggregates = one_of(64U, 64U, 100'000U);
  bounds.idle = std::chrono::milliseconds{one_of(400, 5'000, 60'000)};
  bounds.drain = 3s;
  return bounds;
}

class run {
 public:
  explicit run(const run_options& options)
      : options_{options},
        wanted_{draw_workload(options.seed, options.orders)},
        told_{options.is_printed},
        when_{options.seed ^ 0x5c4edULL, told_},
        through_{options.seed, when_, told_},
        world_{options.seed, when_.open()},
        fleet_{options.seed, around(), *director_} {
    for (int i = 0; i < clients; ++i)
      clients_.push_back(std::make_unique<client>(around(), fmt::format("client-{}", i), options.seed + 77 + i));
    for (const auto what : shop_services)
      logs_.push_back({&broker_.events_of(to_string(what)), {}});
    choose_faults();
  }

  auto play() -> run_result {
    fleet_.start_all();
    for (const auto& each : wanted_.intentions)
      clients_[static_cast<std::size_t>(each.by)]->plan(each);
    for (const auto& f : result_.faults)
      director_->where().at(scheduler::beginning + f.at, [this, &f] { apply(f); });
    advance(trouble_ends());
    heal();
    for (auto left = patience; left > duration{} && !unfinished().empty(); left -= heartbeat)
      advance(heartbeat);
    const auto unended = unfinished();
    advance(aftermath);
    if (unended.empty())
      ask_for_last_words();
    judge(unended);
    return std::move(result_);
  }

  ~run() {
    clients_.clear();
    fleet_.stop_all();
  }

 private:
  auto around() -> surroundings {
    return {when_,
            through_,
            broker_,
            *broker_at_,
            world_,
            bounds_of(options_.seed),
            1 + static_cast<std::uint32_t>(options_.seed % 3)};
  }

  void advance(duration span) {
    when_.run(span, [this] { note_stored(); });
  }

  void print(const std::string& line) const {
    told_.print(std::chrono::duration<double>{when_.elapsed()}.count(), line);
  }

  // -- mishaps --------------------------------------------------------------------------------------------------------

  void choose_faults() {
    for (const auto& f : plan_faults(options_.seed, wanted_.span))
      if (!options_.only_faults || options_.only_faults->contains(f.number))
        result_.faults.push_back(f);
  }

  auto trouble_ends() const -> duration {
    duration end = wanted_.span + 500ms;
    for (const auto& f : result_.faults)
      end = std::max(end, f.at + f.length + 600ms);
    return std::min(end, longest_trouble);
  }

  void apply(const fault& f) {
    print(to_string(f));
    told_.mix(static_cast<std::uint64_t>(f.kind));
    through_.apply(f);
    world_.apply(f);
    fleet_.apply(f);
  }

  void heal() {
    print("all is well from now on");
    through_.heal();
    world_.heal();
    fleet_.heal();
  }

  // -- the log as it grows --------------------------------------------------------------------------------------------

  /// What a service has stored, and when each record came.
  struct growing {
    const sinew::memory_stream* log;
    std::vector<time_point> stored;
  };

  static auto index_of(shop_service what) -> std::size_t { return static_cast<std::size_t>(what); }

  void note_stored() {
    for (auto& [log, times] : logs_) {
      const auto& records = log->records();
      for (auto i = times.size(); i < records.size(); ++i) {
        times.push_back(when_.now());
        told_.mix(records[i].body);
        if (told_.is_printed())
          print(fmt::format("stored {} {} '{}' at {}", records[i].key.aggregate, records[i].key.id, records[i].type,
                            records[i].position));
      }
    }
  }

  // -- the end --------------------------------------------------------------------------------------------------------

  auto unfinished() -> std::vector<std::string> {
    std::vector<std::string> open;
    for (const auto& c : clients_)
      for (const auto& each : c->history())
        if (!each.given)
          open.push_back(fmt::format("nobody answers '{}' of {} {}", each.what->command.type(),
                                     each.what->command.aggregate(), each.what->command.aggregate_id()));
    if (const auto behind = broker_.backlog(); behind > 0)
      open.push_back(fmt::format("{} messages are not acknowledged by their readers", behind));
    std::set<std::string> placed;
    std::set<std::string> ended;
    for (const auto& record : broker_.events_of("order").records()) {
      placed.insert(record.key.id);
      if (record.type == "confirmed" || record.type == "cancelled")
        ended.insert(record.key.id);
    }
    for (const auto& id : placed)
      if (!ended.contains(id))
        open.push_back("order " + id + " does not end");
    return open;
  }

  /// What the living say of themselves, when all has ended.
  void ask_for_last_words() {
    for (const auto what : shop_services) {
      std::set<sinew::aggregate_key> keys;
      for (const auto& record : broker_.events_of(to_string(what)).records())
        keys.insert(record.key);
      for (const auto& key : keys) {
        flatbuffers::FlatBufferBuilder b;
        b.Finish(sinew::wire::CreateStateQueryDirect(b, key.aggregate.c_str(), key.id.c_str()));
        auto& answer = states_[key];
        broker_.ask(to_string(what), "state",
                    sinew::copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()}), 5s,
                    [&answer](const sinew::result<sinew::bytes>& said) { answer = said.value_or(sinew::bytes{}); });
      }
    }
    last_ = std::make_unique<client>(around(), "last", options_.seed + 99);
    for (const auto& order : wanted_.orders) {
      probes_.push_back(cancel_of(order));
      last_->plan(probes_.back());
    }
    for (int i = 0; i < 30 && !last_->is_done(); ++i)
      advance(heartbeat);
    for (const auto& each : last_->history())
      if (each.given)
        last_words_.emplace(each.what->command.aggregate_id(), *each.given);
    advance(heartbeat);
    clients_.push_back(std::move(last_));
  }

  void judge(std::vector<std::string> unended) {
    log_view log;
    for (const auto what : shop_services)
      log.add(to_string(what), *logs_.at(index_of(what)).log, logs_.at(index_of(what)).stored);
    evidence seen{wanted_, {},         log, world_, broker_.parked().size(), fleet_.failures(), std::move(unended),
                  states_, last_words_};
    for (const auto& c : clients_)
      for (const auto& each : c->history())
        seen.history.push_back(&each);
    result_.violations = audit(seen);
    result_.hash = told_.hash();
    result_.events = log.size();
    result_.turns = when_.turns();
    result_.simulated = when_.elapsed();
  }

  run_options options_;
  workload wanted_;
  trace told_;
  scheduler when_;
  network through_;
  std::shared_ptr<place> broker_at_ = when_.open();
  std::shared_ptr<place> director_ = when_.open();
  node_clock broker_clock_{when_};
  sinew::memory_broker broker_{broker_at_->where(), broker_clock_};
  outside world_;
  fleet fleet_;
  std::vector<std::unique_ptr<client>> clients_;
  std::unique_ptr<client> last_;
  std::deque<intention> probes_;
  std::vector<growing> logs_;
  std::map<sinew::aggregate_key, sinew::bytes> states_;
  std::map<std::string, sinew::receipt> last_words_;
  run_result result_;
};

} // namespace

auto simulate(const run_options& options) -> run_result {
#ifdef SINEW_MUTANTS
  sinew::active_mutant = options.wrong;
#endif
  return run{options}.play();
}

} // namespace simulation
