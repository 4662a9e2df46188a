// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/event_tail.hpp"
#include "gateway/guarded_services.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sinew::gateway {

/// What each article costs today, as the catalog says. Answers are kept until the catalog's log tells of a change, so that an
/// order needs no question of its own for what is bought often. Loop's thread.
class price_list {
 public:
  /// Articles kept at once.
  static constexpr std::size_t most_articles = 10'000;

  /// `products` is the log that tells of changes. Both must outlive it, and it the loop's last turn.
  price_list(client& with, guarded_services& services, event_tail& products);

  /// The price of one piece as `{"units":1200,"currency":"EUR"}`. conflict: not for sale; the text is the catalog's word:
  /// `not_listed`, `withdrawn`. Never from inside the call.
  void ask(const std::string& sku, completion<ordered_json> done);

 private:
  struct article;

  void on_state(const std::string& sku, const std::shared_ptr<article>& a, const result<ordered_json>& state);
  void forget(const std::string& sku, const std::weak_ptr<article>& a);

  client& with_;
  guarded_services& services_;
  event_tail& products_;
  std::map<std::string, std::shared_ptr<article>, std::less<>> articles_;
};

} // namespace sinew::gateway
