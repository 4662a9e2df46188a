// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace shop {

/// What an outside party makes of one request.
struct ruling {
  enum class kind : std::uint8_t { granted, denied, broken };
  kind is = kind::granted;
  /// Why it is denied.
  std::string code;
  /// It takes so long to answer.
  std::chrono::seconds after{0};
};

/// One kind of thing that an outside party does and undoes by id: charges, bookings. Pure rules and names, as data.
struct trade {
  /// Path below /v1/, and name in the journal: "charges".
  std::string_view name;
  /// Words of the answers: {"status":"approved","reference":"ch-o-1"}, {"status":"declined","code":"card_declined"}.
  std::string_view granted;
  std::string_view denied;
  std::string_view proof;
  std::string_view proof_prefix;

  /// What of the request is worth remembering, checked: secrets shortened. invalid_input says what is wrong with it.
  std::function<sinew::result<nlohmann::json>(const nlohmann::json& wanted)> details;
  /// The ruling on a valid request that has failed `failures` times before.
  std::function<ruling(const nlohmann::json& wanted, unsigned failures)> judge;
};

/// Card charges: {"amount":1200,"currency":"EUR","card":"4242424242424242"}. The test cards are in this folder's README.
auto charges() -> trade;

/// Carrier bookings: {"name":…,"street":…,"postcode":…,"city":…,"country":…}. The test postcodes are in the README.
auto bookings() -> trade;

} // namespace shop
