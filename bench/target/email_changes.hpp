// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/http/server_address.hpp"
#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/request_source.hpp"
#include "bench/target/stamped_command.hpp"
#include "tools/client/catalog.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// `change_email` of a customer: the one command of the shop that an HTTP request becomes without another service being asked, and that no
// other service reacts to.
namespace sinew::bench {

/// The name of customer `number`: `bench-customer-0000017`. All names are of one length.
auto customer_name(std::size_t number) -> std::string;

/// Registers customers 0 … `count`-1, many at once; those that are there already are fine. Shows progress. Errors say which could not be
/// registered and why.
auto register_customers(const surroundings& in, const service_card& owner, std::size_t count) -> result<void>;

/// `change_email`, built with the registered schema: to be sent to any customer, with any address of that length.
auto email_command(client& with, const service_card& owner, const load& what) -> result<message>;

/// Draws who changes to what: customers by Zipf's law, and an address that nobody has had, for one that is no news is not stored.
class email_changes {
 public:
  explicit email_changes(const load& what) : customer_{what.aggregates, what.skew, what.seed} {}

  /// Views of it, good until the next one: the name, and the part of the address that is new.
  struct change {
    std::string_view customer;
    std::string_view mark;
  };
  auto next() -> change { return of(customer_.next()); }
  /// Of that customer.
  auto of(std::size_t number) -> change;

 private:
  zipf customer_;
  system_randomness chance_;
  std::string name_;
  std::string mark_;
};

/// Sends them as commands.
class email_commands final : public command_source {
 public:
  email_commands(const message& first, const load& what);
  auto next() -> outgoing_command override;

 private:
  email_changes changes_;
  stamped_command command_;
  std::size_t mark_at_;
  system_randomness chance_;
  command_subjects subjects_;
};

/// The same ones as requests.
class email_requests final : public request_source {
 public:
  /// To a gateway at `to`, with that token (empty: none).
  email_requests(const server_address& to, std::string_view token, const load& what);
  auto next() -> std::string_view override { return request_for(changes_.next()); }
  /// Of customer `number`; good as long.
  auto of(std::size_t number) -> std::string_view { return request_for(changes_.of(number)); }

 private:
  auto request_for(const email_changes::change& what) -> std::string_view;

  email_changes changes_;
  std::string text_;
  std::size_t name_at_;
  std::size_t mark_at_;
};

} // namespace sinew::bench
