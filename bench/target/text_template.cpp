// SPDX-License-Identifier: Apache-2.0
#include "bench/target/text_template.hpp"

#include "kernel/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";
// So that neighbouring fields have nothing to do with each other (the golden ratio, as in SplitMix64).
constexpr std::uint64_t seed_step = 0x9e3779b97f4a7c15;

auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

auto place_of(std::string_view text, std::size_t offset) -> std::string {
  const auto before = text.substr(0, offset);
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto column = offset - (before.rfind('\n') + 1) + 1; // npos + 1 is 0: the first line
  return text.find('\n') == text.npos ? fmt::format("column {}", column)
                                      : fmt::format("line {}, column {}", line, column);
}

} // namespace

auto text_template::parse(std::string_view text, template_fields& among) -> result<text_template> {
  text_template made;
  std::size_t at = 0;
  for (auto open = text.find(opening); open != text.npos; open = text.find(opening, at)) {
    const auto close = text.find(closing, open);
    if (close == text.npos)
      return fail(
          errc::invalid_input,
          fmt::format("{}: a field begins with '{{{{' and never ends; close it with '}}}}'", place_of(text, open)));
    made.parts_.push_back({.before = std::string{text.substr(at, open - at)}});
    at = close + closing.size();
    const auto inside = text.substr(open + opening.size(), close - open - opening.size());
    if (const auto ok = made.add_field(trimmed(inside), among); !ok)
      return fail(ok.error().code,
                  fmt::format("{}: '{{{{{}}}}}': {}", place_of(text, open), trimmed(inside), ok.error().what));
  }
  made.parts_.push_back({.before = std::string{text.substr(at)}});
  return made;
}

auto text_template::add_field(std::string_view text, template_fields& among) -> result<void> {
  if (const auto equals = text.find('='); equals != text.npos && is_valid_name(trimmed(text.substr(0, equals))))
    return add_new(trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)), among);
  const auto named = std::ranges::find(among.fields_, text, &template_fields::field::name);
  if (text.empty() || named == among.fields_.end())
    return add_new({}, text, among);
  const auto index = static_cast<std::size_t>(named - among.fields_.begin());
  const bool is_own = std::ranges::any_of(parts_, [&](const part& p) { return p.field == index && p.is_own; });
  parts_.back().field = index;
  parts_.back().is_own = false;
  borrows_ = borrows_ || !is_own;
  return {};
}

auto text_template::add_new(std::string_view name, std::string_view text, template_fields& among) -> result<void> {
  if (!name.empty() && std::ranges::count(among.fields_, name, &template_fields::field::name) > 0)
    return fail(errc::invalid_input, fmt::format("there is a field '{}' before it; choose another name", name));
  auto values = parse_random_field(text, among.seed_ + seed_step * among.fields_.size());
  if (!values)
    return tl::unexpected{values.error()};
  parts_.back().field = among.fields_.size();
  among.fields_.push_back({std::string{name}, std::move(*values), {}});
  return {};
}

auto text_template::fill(template_fields& among) const -> std::string {
  std::string text;
  for (const auto& p : parts_) {
    text += p.before;
    if (p.field == none)
      continue;
    auto& field = among.fields_[p.field];
    if (p.is_own) {
      field.drawn.clear();
      field.values.draw(field.drawn);
    }
    text += field.drawn;
  }
  return text;
}

auto text_template::longest(const template_fields& among) const -> std::size_t {
  std::size_t sum = 0;
  for (const auto& p : parts_)
    sum += p.before.size() + (p.field == none ? 0 : among.fields_[p.field].values.longest);
  return sum;
}

} // namespace sinew::bench
