// SPDX-License-Identifier: Apache-2.0
#include "bench/target/long_histories.hpp"

#include "bench/target/deposits.hpp"
#include "bench/target/preparation.hpp"
#include "bench/target/query_target.hpp"
#include "bridge/subjects.hpp"
#include "bridge/system_surroundings.hpp"

#include <fmt/format.h>

#include <vector>

namespace sinew::bench {

namespace {

/// Of an account that is open.
auto version_of(client& with, const std::string& asked, const std::string& id) -> result<std::uint64_t> {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateQueryDirect(builder, "account", id.c_str()));
  const auto answer =
      with.request(asked, {reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
  if (!answer)
    return tl::unexpected{answer.error()};
  if (outcome_of_query(answer) != outcome::done)
    return fail(errc::rejected_by_broker, fmt::format("the state of account {}, which is open, is not to be had", id));
  return verified_table<wire::StateAnswer>(answer->body())->snapshot()->version();
}

/// How many deposits each account lacks.
auto missing_deposits(client& with, const std::string& asked, const load& what) -> result<std::vector<std::uint64_t>> {
  const auto wanted = events_of_history(what);
  std::vector<std::uint64_t> missing;
  for (std::size_t number = 0; number < what.aggregates; ++number) {
    const auto id = account_with_history(what, number);
    const auto version = version_of(with, asked, id);
    if (!version)
      return tl::unexpected{version.error()};
    if (*version > wanted)
      return fail(errc::rejected_by_broker,
                  fmt::format("account {} has {} events, not {}: somebody else has used it; choose another --deposits",
                              id, *version, wanted));
    missing.push_back(wanted - *version);
  }
  return missing;
}

/// The same deposit into another account.
auto deposit_into(const std::string& id, const message& like, const uuid& command_id) -> message {
  const auto now = system_wall_clock{}.now();
  return message::write({.aggregate = like.aggregate(),
                         .aggregate_id = id,
                         .type = like.type(),
                         .schema = like.envelope().schema(),
                         .deadline = now + preparation_patience},
                        {{{.id = command_id, .correlation = id, .time = now, .actor = std::string{like.actor()}},
                          copy_of(like.payload())}});
}

/// Those that lack more than `have` deposits.
auto that_lack_more(const std::vector<std::uint64_t>& missing, std::uint64_t have) -> std::vector<std::size_t> {
  std::vector<std::size_t> accounts;
  for (std::size_t number = 0; number < missing.size(); ++number)
    if (missing[number] > have)
      accounts.push_back(number);
  return accounts;
}

} // namespace

auto account_with_history(const load& what, std::size_t number) -> std::string {
  return fmt::format("bench-{}x{}-{:04}", what.deposits, what.payload, number);
}

auto events_of_history(const load& what) -> std::uint64_t {
  return 1 + what.deposits;
}

// Round by round, one deposit for each account: what waits at an aggregate together would be stored together, and so
// be read with fewer messages.
auto prepare_histories(const surroundings& in, const service_card& owner, const load& what) -> result<void> {
  const auto name = [&what](std::size_t number) { return account_with_history(what, number); };
  if (auto open = open_accounts(in, owner, {.count = what.aggregates, .name = name}); !open)
    return open;
  const auto like = deposit_command(in.with, owner, what);
  if (!like)
    return tl::unexpected{like.error()};
  const auto missing = missing_deposits(in.with, subject::query(owner.name, "state"), what);
  if (!missing)
    return tl::unexpected{missing.error()};
  for (std::uint64_t round = 0; round < what.deposits; ++round) {
    const auto accounts = that_lack_more(*missing, round);
    if (accounts.empty())
      break;
    const auto about = fmt::format("accounts with another deposit, round {} of {}", round + 1, what.deposits);
    auto how = prepare_all(in, about, accounts.size(), [&](std::size_t i) -> result<message> {
      return deposit_into(name(accounts[i]), *like, in.with.new_id());
    });
    if (!how)
      return how;
  }
  return {};
}

} // namespace sinew::bench
