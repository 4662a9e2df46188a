// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_comparison.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace sinew::gateway {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using segments = std::vector<std::string>;

constexpr int deepest = 32;
constexpr std::size_t longest_value = 200;
constexpr std::string_view hidden = "(hidden)";

/// Sorted by name: an object of a hundred thousand members must not cost its square. Nothing: it is no JSON, or nested too deeply.
auto parsed(std::string_view text) -> std::optional<json> {
  bool is_too_deep = false;
  auto value = json::parse(
      text,
      [&](int depth, json::parse_event_t, const json&) {
        is_too_deep = is_too_deep || depth > deepest;
        return !is_too_deep;
      },
      false);
  return value.is_discarded() || is_too_deep ? std::nullopt : std::optional{std::move(value)};
}

void replace_all(std::string& in, std::string_view what, std::string_view by) {
  for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size()))
    in.replace(at, what.size(), by);
}

/// "/items/*/a~1b" -> "items", "*", "a/b"
auto segments_of(std::string_view pointer) -> segments {
  segments all;
  while (!pointer.empty()) {
    pointer.remove_prefix(1); // its slash
    const auto end = std::min(pointer.find('/'), pointer.size());
    std::string one{pointer.substr(0, end)};
    replace_all(one, "~1", "/");
    replace_all(one, "~0", "~");
    all.push_back(std::move(one));
    pointer.remove_prefix(end);
  }
  return all;
}

auto pointer_to(const segments& path) -> std::string {
  std::string pointer;
  for (auto each : path) {
    replace_all(each, "~", "~0");
    replace_all(each, "/", "~1");
    pointer.append("/").append(each);
  }
  return pointer;
}

auto is_secret(std::string_view name) -> bool {
  static constexpr std::array words{"card", "iban", "password", "secret", "token"};
  std::string lower{name};
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::any_of(words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

void hide_secrets(json& in) {
  if (in.is_object())
    for (auto& [name, value] : in.items())
      is_secret(name) ? void(value = hidden) : hide_secrets(value);
  else if (in.is_array())
    std::ranges::for_each(in, hide_secrets);
}

/// Of what is cut, some bytes may be no UTF-8 any more: whoever prints it replaces them.
auto cut(std::string text) -> std::string {
  if (text.size() > longest_value)
    text.resize(longest_value), text += "…";
  return text;
}

auto shown(json value, const segments& path) -> ordered_json {
  if (std::ranges::any_of(path, is_secret))
    return hidden;
  hide_secrets(value);
  auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > longest_value ? ordered_json(cut(std::move(text))) : ordered_json(value);
}

/// One walk through two values.
class walk {
 public:
  explicit walk(const std::vector<std::string>& ignore) {
    for (const auto& pointer : ignore)
      ignored_.push_back(segments_of(pointer));
  }

  void compare(const json* legacy, const json* modern) {
    if (is_cut_ || is_ignored() || (legacy != nullptr && modern != nullptr && *legacy == *modern))
      return;
    if (legacy != nullptr && modern != nullptr && legacy->is_object() && modern->is_object())
      return compare_objects(*legacy, *modern);
    if (legacy != nullptr && modern != nullptr && legacy->is_array() && modern->is_array())
      return compare_arrays(*legacy, *modern);
    note(legacy, modern);
  }

  void take(answer_difference& to) {
    to.members = std::move(found_);
    to.is_cut = is_cut_;
  }

 private:
  void compare_objects(const json& legacy, const json& modern) {
    std::set<std::string_view> names;
    for (const auto* side : {&legacy, &modern})
      for (auto each = side->begin(); each != side->end(); ++each)
        names.insert(each.key());
    for (const auto name : names)
      below(std::string{name}, member_of(legacy, name), member_of(modern, name));
  }

  void compare_arrays(const json& legacy, const json& modern) {
    for (std::size_t i = 0; i < std::max(legacy.size(), modern.size()) && !is_cut_; ++i)
      below(std::to_string(i), i < legacy.size() ? &legacy[i] : nullptr, i < modern.size() ? &modern[i] : nullptr);
  }

  void below(std::string name, const json* legacy, const json* modern) {
    path_.push_back(std::move(name));
    compare(legacy, modern);
    path_.pop_back();
  }

  static auto member_of(const json& of, std::string_view name) -> const json* {
    const auto found = of.find(name);
    return found == of.end() ? nullptr : &*found;
  }

  [[nodiscard]] auto is_ignored() const -> bool {
    return std::ranges::any_of(ignored_, [this](const segments& pattern) {
      return pattern.size() <= path_.size() &&
             std::equal(pattern.begin(), pattern.end(), path_.begin(),
                        [](const std::string& wanted, const std::string& is) { return wanted == "*" || wanted == is; });
    });
  }

  void note(const json* legacy, const json* modern) {
    is_cut_ = found_.size() == most_members;
    if (is_cut_)
      return;
    const auto side = [this](const json* value) {
      return value == nullptr ? std::nullopt : std::optional{shown(*value, path_)};
    };
    found_.push_back({pointer_to(path_), side(legacy), side(modern)});
  }

  std::vector<segments> ignored_;
  segments path_;
  std::vector<member_difference> found_;
  bool is_cut_ = false;
};

void compare_bodies(const std::string& legacy, const std::string& modern, const std::vector<std::string>& ignore,
                    answer_difference& to) {
  if (legacy == modern)
    return;
  const auto old_json = parsed(legacy);
  const auto new_json = parsed(modern);
  if (!old_json || !new_json) {
    to.members.push_back({{}, cut(legacy), cut(modern)});
    return;
  }
  walk both{ignore};
  both.compare(&*old_json, &*new_json);
  both.take(to);
}

} // namespace

auto compare_answers(const http_response& legacy, const http_response& modern, const std::vector<std::string>& ignore)
    -> std::optional<answer_difference> {
  answer_difference found{.legacy_status = legacy.status, .modern_status = modern.status, .members = {}};
  compare_bodies(legacy.body, modern.body, ignore, found);
  const bool is_equal = legacy.status == modern.status && found.members.empty();
  return is_equal ? std::nullopt : std::optional{std::move(found)};
}

} // namespace sinew::gateway
