// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"

#include "tools/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sinew {

namespace {

using names = std::vector<std::string>;

void add_options_of(const CLI::App& app, names& to) {
  for (const auto* option : app.get_options())
    for (const auto& name : option->get_lnames())
      to.push_back("--" + name);
}

auto options_of(const CLI::App& app) -> names {
  names all;
  add_options_of(app, all);
  for (const auto* chosen : app.get_subcommands())
    add_options_of(*chosen, all);
  return all;
}

auto verbs_of(const CLI::App& app) -> names {
  names all;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    all.push_back(verb->get_name());
  return all;
}

} // namespace

auto one_of(names words) -> CLI::Validator {
  return {[words = std::move(words)](const std::string& given) {
            if (std::ranges::find(words, given) != words.end())
              return std::string{};
            return fmt::format("'{}' is none of {}{}", given, fmt::join(words, ", "), did_you_mean(given, words));
          },
          ""};
}

auto whole_number(std::uint64_t least, std::uint64_t most, std::string what) -> CLI::Validator {
  return {[least, most, what = std::move(what)](const std::string& given) {
            std::uint64_t value = 0;
            const auto* const end = given.data() + given.size();
            const auto read = std::from_chars(given.data(), end, value);
            if (read.ec == std::errc{} && read.ptr == end && value >= least && value <= most)
              return std::string{};
            return fmt::format("'{}' is no {}", given, what);
          },
          ""};
}

auto advice_about_unknown(const CLI::App& app) -> std::string {
  const auto unknown = app.remaining(true);
  if (unknown.empty())
    return {};
  const auto word = unknown.front().substr(0, unknown.front().find('='));
  if (word.starts_with("-"))
    return fmt::format("there is no option '{}'{}", word, did_you_mean(word, options_of(app)));
  const auto verbs = verbs_of(app);
  if (verbs.empty() || !app.get_subcommands().empty())
    return {};
  return fmt::format("there is no '{} {}', only {}{}", app.get_name(), word, fmt::join(verbs, ", "),
                     did_you_mean(word, verbs));
}

} // namespace sinew
