// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction_map.hpp"
#include "actors/redrive.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// What befalls the one reaction of an ailing service, and what it has done. Outlives all nodes.
struct ailment {
  /// The effect for this id answers this error instead of its command.
  std::map<std::string, sinew::error> failing;
  /// Id and amount of each event that led to its command, in the order in which that was.
  std::vector<std::pair<std::string, std::uint32_t>> handled;
  /// How often the effect was asked, by id.
  std::map<std::string, std::uint64_t> asked;

  [[nodiscard]] auto amounts_of(const std::string& id) const -> std::vector<std::uint32_t> {
    std::vector<std::uint32_t> amounts;
    for (const auto& [whose, amount] : handled)
      if (whose == id)
        amounts.push_back(amount);
    return amounts;
  }
};

/// Whether the effect is left out once the saga is over.
enum class late_steps : std::uint8_t { taken, left_out };

/// The counting service with one effect: what is added to `x` is added to `copy-of-x` too, unless something ails it.
inline auto ailing_service(const std::shared_ptr<ailment>& with, late_steps late) -> sinew::service {
  auto s = counting_service();
  s.reactions = {
      {.upstream = "counting",
       .aggregate = "counter",
       .event = "added",
       .target = "counter",
       .command = "add",
       .compensates = "",
       .effect =
           sinew::calling<wire::CounterAdded>([with](const wire::CounterAdded& event, const sinew::seen_event& seen,
                                                     sinew::completion<std::vector<sinew::addressed>> done) {
             if (seen.key.id.starts_with("copy-of-"))
               return done(std::vector<sinew::addressed>{});
             ++with->asked[seen.key.id];
             if (const auto ill = with->failing.find(seen.key.id); ill != with->failing.end())
               return done(tl::unexpected{ill->second});
             with->handled.emplace_back(seen.key.id, event.amount());
             done(sinew::one(sinew::address<counter>("copy-of-" + seen.key.id, counter::add{event.amount()})));
           }),
       .party = "copier"}};
  s.reactions.front().expires = late == late_steps::left_out;
  return s;
}

/// A world whose nodes run the ailing service.
struct ailing_world : counting_world {
  explicit ailing_world(late_steps late = late_steps::taken,
                        std::shared_ptr<ailment> with = std::make_shared<ailment>())
      : counting_world{ailing_service(with, late)}, ill{std::move(with)} {}

  /// Lets so much time pass that whatever may be parked is.
  void wait_for_parking() { time.advance(std::chrono::minutes{3}); }

  void fail(const std::string& id, sinew::errc code, const std::string& what = "it is ill") {
    ill->failing.insert_or_assign(id, sinew::error{code, what});
  }
  void heal(const std::string& id) { ill->failing.erase(id); }

  /// Positions of what is parked for `id`, in order.
  auto parked(const std::string& id) -> std::vector<sinew::parked_entry> {
    return broker.letters().read("counting", {"counter", id}, 0, 1'000).entries;
  }

  /// Bytes of a stranger, behind all that is parked for `id`: without a word of which event they are.
  void stray(const std::string& id, std::string_view text) {
    auto& letters = broker.letters();
    const auto behind = letters.last("counting", {"counter", id});
    EXPECT_TRUE(letters.park(
        {.service = "counting", .key = {"counter", id}, .causes = {}, .body = sinew::copy_of(sinew::as_bytes(text))},
        behind));
  }

  /// One request of an operator.
  auto redrive(const std::string& id) -> sinew::redrive_answer {
    std::optional<sinew::redrive_answer> given;
    broker.ask("counting", "redrive", sinew::write_redrive_request({"counter", id}), std::chrono::seconds{20},
               [&given](const sinew::result<sinew::bytes>& answer) {
                 given = answer ? *sinew::read_redrive_answer(*answer)
                                : sinew::redrive_answer{.reason = to_string(answer.error())};
               });
    EXPECT_TRUE(time.run_until([&] { return given.has_value(); }, std::chrono::seconds{30})) << "nobody answers";
    return given.value_or(sinew::redrive_answer{});
  }

  std::shared_ptr<ailment> ill;
};

} // namespace test
