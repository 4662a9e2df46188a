// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/stamped_command.hpp"
#include "tools/client/catalog.hpp"

#include <functional>
#include <string>

namespace sinew::bench {

/// The name of account `number`: `bench-0000017`. All names are of one length.
auto account_name(std::size_t number) -> std::string;

/// `deposit` for an account, with a payload of exactly `what.payload` bytes (or the next that FlatBuffers' alignment allows);
/// built with the registered schema. invalid_input: no text makes it as large or as small; says what is possible.
auto deposit_command(client& with, const service_card& owner, const load& what) -> result<message>;

/// Accounts to be opened.
struct new_accounts {
  std::size_t count = 0;
  std::function<std::string(std::size_t)> name = account_name;
  /// The aggregate that their commands' subjects name: whoever is asked by it.
  std::string_view asked = "account";
};

/// Opens accounts 0 … `count`-1, many at once; those that are open already are fine. Shows progress. Errors say which
/// account could not be opened and why.
auto open_accounts(const surroundings& in, const service_card& owner, const new_accounts& which) -> result<void>;

/// Deposits for accounts drawn by Zipf's law.
class deposit_source final : public command_source {
 public:
  /// `first` is a command for any account. `asked`: the aggregate that the subjects name.
  deposit_source(const message& first, std::string_view asked, const load& what);

  auto next() -> outgoing_command override;

 private:
  zipf account_;
  stamped_command command_;
  system_randomness chance_;
  command_subjects subjects_;
};

} // namespace sinew::bench
