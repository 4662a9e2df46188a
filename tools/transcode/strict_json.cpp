// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace sinew {

namespace {

using json = nlohmann::ordered_json;

/// Deepest nesting of brackets outside of strings. Counted before parsing: printing a value recurses.
auto nesting(std::string_view text) -> std::size_t {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

/// "column 7", or "line 3, column 7" in a text of several lines.
auto place_of(std::string_view text, std::size_t byte) -> std::string {
  const auto before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1; // npos + 1 is 0: the only line
  return line == 1 ? fmt::format("column {}", column) : fmt::format("line {}, column {}", line, column);
}

/// Notices a key that an object has twice, and an object that has too many; those it lets nobody keep.
class repetition_watch {
 public:
  explicit repetition_watch(std::size_t most) : most_{most} {}

  auto operator()(json::parse_event_t event, const json& value) -> bool {
    if (event == json::parse_event_t::object_start)
      open_.emplace_back();
    else if (event == json::parse_event_t::object_end)
      open_.pop_back();
    else if (event == json::parse_event_t::key)
      return take(value.get<std::string>());
    return true;
  }

  [[nodiscard]] auto repeated() const -> const std::string& { return repeated_; }
  [[nodiscard]] auto are_too_many() const -> bool { return are_too_many_; }

 private:
  auto take(std::string key) -> bool {
    are_too_many_ = are_too_many_ || open_.back().size() == most_;
    if (!are_too_many_ && !open_.back().insert(key).second)
      repeated_ = std::move(key);
    return !are_too_many_;
  }

  std::size_t most_;
  bool are_too_many_ = false;
  std::vector<std::set<std::string>> open_;
  std::string repeated_;
};

} // namespace

auto parse_strict_json(std::string_view text, const json_limits& limits) -> result<json> {
  if (text.size() > limits.size)
    return fail(errc::invalid_input, fmt::format("{} bytes of JSON are more than {}", text.size(), limits.size));
  if (nesting(text) > limits.depth)
    return fail(errc::invalid_input, fmt::format("the JSON is nested deeper than {}", limits.depth));
  repetition_watch watch{limits.members};
  try {
    auto value = json::parse(text, [&](int, json::parse_event_t event, json& parsed) { return watch(event, parsed); });
    if (watch.are_too_many())
      return fail(errc::invalid_input, fmt::format("an object has more than {} fields", limits.members));
    if (!watch.repeated().empty())
      return fail(errc::invalid_input, fmt::format("field '{}' appears twice", watch.repeated()));
    return value;
  } catch (const json::parse_error& broken) { // the edge: nlohmann tells by throwing
    return fail(errc::invalid_input, "no JSON: mistake at " + place_of(text, broken.byte));
  } catch (const json::exception&) { // a number beyond a double
    return fail(errc::invalid_input, "no JSON: a number is out of range");
  }
}

} // namespace sinew
