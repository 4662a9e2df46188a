// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "services/vocabulary.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace shop {

/// Whoever takes parcels: the outside party of shipping.
///
/// Both calls are idempotent by the shipment's id, return at once, and answer on the loop's thread.
class carrier {
 public:
  struct booked {
    std::string tracking;
  };
  struct refused {
    std::string code;
  };
  using answer = std::variant<booked, refused>;

  virtual ~carrier() = default;

  /// Nobody waits for the answer after `deadline`; the epoch is "no limit".
  /// deadline_exceeded: too late to ask at all. unavailable, overloaded: ask again later. outcome_unknown: it may be booked;
  /// ask again, or cancel. invalid_input: the carrier does not understand us.
  virtual void book(std::string_view shipment, const address& to, sinew::timestamp deadline,
                    sinew::completion<answer> done) = 0;

  /// Takes the booking back; if there is none, sees to it that there never is one. Errors as above, but
  /// never deadline_exceeded.
  virtual void cancel(std::string_view shipment, sinew::completion<void> done) = 0;
};

} // namespace shop
