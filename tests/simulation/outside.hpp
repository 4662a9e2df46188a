// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/notification/mail.hpp"
#include "services/payment/card_provider.hpp"
#include "services/shipping/carrier.hpp"
#include "tests/simulation/fault.hpp"

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace simulation {

/// One line in the books of an outside party, as the auditor reads them. Repetitions leave no line.
struct ledger_line {
  enum class kind : std::uint8_t { granted, denied, voided };
  kind what;
  std::string id;         // the key under which we asked
  std::int64_t units = 0; // of money; 0 for a parcel
};

/// What a party did with one request.
struct ruling {
  bool is_granted = false;
  std::string code; // proof, or why not
};

/// The books of whoever charges cards or takes parcels: decides once per id, voids for ever.
class ledger {
 public:
  /// `denial` empty: it would be granted. The first decision on an id stands.
  auto ask(const std::string& id, std::int64_t units, const std::string& denial) -> ruling;
  void cancel(const std::string& id);
  [[nodiscard]] auto lines() const -> const std::vector<ledger_line>& { return lines_; }

 private:
  struct decided {
    ruling what;
    bool is_voided = false;
  };

  std::map<std::string, decided> decisions_;
  std::vector<ledger_line> lines_;
};

/// All letters that went out; a letter of an id that went out before does not.
class letterbox {
 public:
  void post(const shop::mail::letter& what);
  [[nodiscard]] auto letters() const -> const std::vector<shop::mail::letter>& { return letters_; }
  /// Letters that came a second time and said something else.
  [[nodiscard]] auto contradictions() const -> int { return contradictions_; }

 private:
  std::vector<shop::mail::letter> letters_;
  int contradictions_ = 0;
};

/// The world outside: parties that remember, and the mishaps on the way to them.
class outside {
 public:
  enum class party : std::uint8_t { cards, carrier, mail };
  /// What befalls one call.
  enum class mishap : std::uint8_t { none, away, lost_request, lost_answer, slow };

  outside(std::uint64_t seed, std::shared_ptr<place> at) : chance_{seed ^ 0x0075ULL}, at_{std::move(at)} {}

  /// Where the parties do their work.
  auto where() -> sinew::loop& { return at_->where(); }

  void apply(const fault& f);
  void heal();
  auto befalls(party whom) -> mishap;
  auto latency() -> duration { return std::chrono::microseconds{500 + chance_.next() % 20'000}; }
  /// A card that fails at first: true while it still does for this payment.
  auto still_fails(const std::string& id) -> bool { return ++failures_[id] <= 2; }

  ledger charges;
  ledger bookings;
  letterbox letters;

 private:
  struct waiting_mishap {
    party whom;
    mishap what;
  };

  sinew::seeded_randomness chance_;
  std::shared_ptr<place> at_;
  std::map<party, time_point> away_until_;
  std::vector<waiting_mishap> waiting_;
  std::map<std::string, int> failures_;
};

/// What the cards and postcodes of the workload mean, as in services/sandbox.
namespace card {
inline constexpr auto good = "4242424242424242";
inline constexpr auto declined = "4000000000000002";
inline constexpr auto failing = "4000000000000119";
inline constexpr auto slow = "4000000000006975";
} // namespace card
namespace postcode {
inline constexpr auto good = "10115";
inline constexpr auto refused = "00000";
inline constexpr auto slow = "99999";
} // namespace postcode

} // namespace simulation
