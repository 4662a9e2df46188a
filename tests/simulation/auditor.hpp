// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/client.hpp"
#include "tests/simulation/log_view.hpp"
#include "tests/simulation/outside.hpp"
#include "tests/simulation/workload.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace simulation {

/// Everything the auditor may look at: what clients asked and were told, the log, the books of the outside parties, and what
/// the running system says of itself in the end. Nothing of the services' code but their schemas.
struct evidence {
  const workload& wanted;
  std::vector<const asked*> history;
  const log_view& log;
  const outside& world;
  std::size_t parked = 0;
  std::vector<std::string> node_failures;
  /// What was still going on when patience ran out; empty when everything had ended.
  std::vector<std::string> unfinished;
  /// What the living say, after the end: the answers to a state query for each aggregate …
  std::map<sinew::aggregate_key, sinew::bytes> states;
  /// … and to a cancel of each order.
  std::map<std::string, sinew::receipt> last_words;
};

/// A broken promise.
struct violation {
  std::string invariant;
  std::string what;
};

/// Collects broken promises.
class findings {
 public:
  /// `invariant` holds or is broken: then `what` says how.
  template <class What>
  void expect(bool holds, const char* invariant, What&& what) {
    if (!holds && all_.size() < most)
      all_.push_back({invariant, what()});
  }
  [[nodiscard]] auto all() const -> const std::vector<violation>& { return all_; }

 private:
  static constexpr std::size_t most = 50;

  std::vector<violation> all_;
};

/// All that must hold. One file each.
void audit_log(const evidence& seen, findings& found);
void audit_receipts(const evidence& seen, findings& found);
void audit_sagas(const evidence& seen, findings& found);
void audit_stock(const evidence& seen, findings& found);
void audit_money(const evidence& seen, findings& found);
void audit_customers(const evidence& seen, findings& found);
void audit_products(const evidence& seen, findings& found);
void audit_carts(const evidence& seen, findings& found);
void audit_orders(const evidence& seen, findings& found);
void audit_states(const evidence& seen, findings& found);

auto audit(const evidence& seen) -> std::vector<violation>;

} // namespace simulation
