// SPDX-License-Identifier: Apache-2.0
#include "bench/target/random_field.hpp"

#include "bench/rig/zipf.hpp"
#include "bridge/system_surroundings.hpp"
#include "kernel/uuid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <random>
#include <vector>

namespace sinew::bench {

namespace {

constexpr std::size_t longest_text = 100'000;
constexpr std::uint64_t most_ranks = 1'000'000'000;
// Digits of a count that no run reaches.
constexpr std::size_t count_digits = 10;

using words = std::vector<std::string_view>;

auto words_of(std::string_view text) -> words {
  words found;
  constexpr std::string_view blanks = " \t";
  for (auto at = text.find_first_not_of(blanks); at != text.npos; at = text.find_first_not_of(blanks, at)) {
    const auto end = std::min(text.find_first_of(blanks, at), text.size());
    found.push_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

template <class Number>
auto number_in(std::string_view text) -> std::optional<Number> {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

auto wrong(std::string_view why) -> tl::unexpected<error> {
  return fail(errc::invalid_input, std::string{why});
}

/// "int A B": the argument is what stands behind the word, its blanks at both ends gone.
auto make_int(std::string_view argument, std::uint64_t seed) -> result<random_field> {
  const auto given = words_of(argument);
  const auto first = given.size() == 2 ? number_in<std::int64_t>(given[0]) : std::nullopt;
  const auto last = given.size() == 2 ? number_in<std::int64_t>(given[1]) : std::nullopt;
  if (!first || !last || *first > *last)
    return wrong("it takes two whole numbers, the smaller one first, like 'int 1 500'");
  const auto span = static_cast<std::uint64_t>(*last) - static_cast<std::uint64_t>(*first) + 1; // 0: all there are
  return random_field{
      .draw =
          [low = static_cast<std::uint64_t>(*first), span, chance = std::mt19937_64{seed}](std::string& to) mutable {
            const auto drawn = chance();
            const auto offset = span == 0 ? drawn : drawn % span;
            fmt::format_to(std::back_inserter(to), "{}", static_cast<std::int64_t>(low + offset));
          },
      .longest = std::max(given[0].size(), given[1].size())};
}

auto make_zipf(std::string_view argument, std::uint64_t seed) -> result<random_field> {
  const auto given = words_of(argument);
  const auto ranks = given.size() == 2 ? number_in<std::uint64_t>(given[0]) : std::nullopt;
  const auto skew = given.size() == 2 ? number_in<double>(given[1]) : std::nullopt;
  if (!ranks || *ranks < 1 || *ranks > most_ranks || !skew || !(*skew >= 0 && *skew <= 2))
    return wrong(
        "it takes how many ranks there are (1 to 1000000000) and the exponent (0 to 2), like 'zipf 1000 0.99'");
  return random_field{
      .draw = [rank = zipf{*ranks, *skew, seed}](
                  std::string& to) mutable { fmt::format_to(std::back_inserter(to), "{}", rank.next() + 1); },
      .longest = given[0].size()};
}

auto make_text(std::string_view argument, std::uint64_t seed) -> result<random_field> {
  const auto length = number_in<std::size_t>(argument);
  if (!length || *length < 1 || *length > longest_text)
    return wrong("it takes how many letters (1 to 100000), like 'text 64'");
  return random_field{.draw =
                          [length = *length, chance = std::mt19937_64{seed}](std::string& to) mutable {
                            for (std::size_t i = 0; i < length; ++i)
                              to += static_cast<char>('a' + chance() % 26);
                          },
                      .longest = *length};
}

auto make_pick(std::string_view argument, std::uint64_t seed) -> result<random_field> {
  std::vector<std::string> choices;
  for (auto rest = argument;; rest.remove_prefix(rest.find('|') + 1)) {
    choices.emplace_back(rest.substr(0, rest.find('|')));
    if (choices.back().empty())
      return wrong("it takes what may be picked, none of it empty, like 'pick red|green|blue'");
    if (rest.find('|') == rest.npos)
      break;
  }
  const auto longest = std::ranges::max(choices, {}, &std::string::size).size();
  return random_field{.draw = [choices = std::move(choices), chance = std::mt19937_64{seed}](
                                  std::string& to) mutable { to += choices[chance() % choices.size()]; },
                      .longest = longest};
}

auto make_uuid(std::string_view argument, std::uint64_t) -> result<random_field> {
  if (!argument.empty())
    return wrong("it takes nothing");
  return random_field{.draw =
                          [chance = system_randomness{}](std::string& to) mutable {
                            to += to_string(uuid_v7(system_wall_clock{}.now(), chance.next(), chance.next()));
                          },
                      .longest = 36};
}

auto make_count(std::string_view argument, std::uint64_t) -> result<random_field> {
  if (!argument.empty())
    return wrong("it takes nothing");
  return random_field{.draw = [next = std::uint64_t{1}](
                                  std::string& to) mutable { fmt::format_to(std::back_inserter(to), "{}", next++); },
                      .longest = count_digits};
}

struct field_kind {
  std::string_view word;
  std::string_view form;
  std::string_view about;
  auto(*make)(std::string_view argument, std::uint64_t seed) -> result<random_field>;
};

constexpr std::array kinds{
    field_kind{"int", "int A B", "a whole number from A to B, all alike", make_int},
    field_kind{"zipf", "zipf N S", "a number from 1 to N, the low ones often (Zipf's law, exponent S)", make_zipf},
    field_kind{"text", "text N", "N letters", make_text},
    field_kind{"pick", "pick a|b|c", "one of these", make_pick},
    field_kind{"uuid", "uuid", "a new id, another one in each run", make_uuid},
    field_kind{"n", "n", "1, 2, 3 …", make_count},
};

} // namespace

auto parse_random_field(std::string_view text, std::uint64_t seed) -> result<random_field> {
  const auto given = words_of(text);
  const auto word = given.empty() ? std::string_view{} : given.front();
  const auto* const kind = std::ranges::find(kinds, word, &field_kind::word);
  if (kind == kinds.end()) {
    std::vector<std::string_view> forms;
    for (const auto& k : kinds)
      forms.push_back(k.form);
    return wrong(fmt::format("there is no such field; there are: {}", fmt::join(forms, ", ")));
  }
  std::string_view argument;
  if (given.size() > 1) // from its first word to the end of its last, with the blanks between them
    argument = {given[1].data(), static_cast<std::size_t>(given.back().data() + given.back().size() - given[1].data())};
  return kind->make(argument, seed);
}

auto random_fields_text() -> std::string {
  std::string text;
  for (const auto& kind : kinds)
    text += fmt::format("  {{{{{}}}}}{:{}}{}\n", kind.form, "", 14 - kind.form.size(), kind.about);
  return text;
}

} // namespace sinew::bench
