// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_comparison.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
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

/// Patterns of what is ignored, as far as they begin alike.
struct pattern {
  std::map<std::string, pattern, std::less<>> below; // by the next member's name, or "*"
  bool ends = false;                                 // what is here is ignored, with all below it
};
/// Those that lead to where a walk is.
using patterns = std::vector<const pattern*>;

auto patterns_of(const std::vector<std::string>& ignore) -> pattern {
  pattern root;
  for (const auto& pointer : ignore) {
    auto* at = &root;
    for (const auto& each : segments_of(pointer))
      at = &at->below[each];
    at->ends = true;
  }
  return root;
}

/// Each at most once, also below a member that is called "*": else they would double at each level.
auto leading_on(const patterns& all, std::string_view name) -> patterns {
  constexpr std::string_view any = "*";
  patterns further;
  const auto add = [&further](const pattern& from, std::string_view wanted) {
    if (const auto found = from.below.find(wanted); found != from.below.end())
      further.push_back(&found->second);
  };
  for (const auto* each : all) {
    add(*each, any);
    if (name != any)
      add(*each, name);
  }
  return further;
}

/// One walk through two values, which comes to each member once.
class walk {
 public:
  void compare(const json* legacy, const json* modern, const patterns& ignored) {
    if (is_cut_ || std::ranges::any_of(ignored, &pattern::ends))
      return;
    if (legacy != nullptr && modern != nullptr && legacy->is_object() && modern->is_object())
      return compare_objects(*legacy, *modern, ignored);
    if (legacy != nullptr && modern != nullptr && legacy->is_array() && modern->is_array())
      return compare_arrays(*legacy, *modern, ignored);
    if (legacy == nullptr || modern == nullptr || *legacy != *modern)
      note(legacy, modern);
  }

  void take(answer_difference& to) {
    to.members = std::move(found_);
    to.is_cut = is_cut_;
  }

 private:
  /// Both have their members in the order of the names.
  void compare_objects(const json& legacy, const json& modern, const patterns& ignored) {
    auto old = legacy.begin();
    auto now = modern.begin();
    while ((old != legacy.end() || now != modern.end()) && !is_cut_) {
      const int order = old == legacy.end() ? 1 : now == modern.end() ? -1 : old.key().compare(now.key());
      below(order <= 0 ? old.key() : now.key(), order <= 0 ? &*old : nullptr, order >= 0 ? &*now : nullptr, ignored);
      if (order <= 0)
        ++old;
      if (order >= 0)
        ++now;
    }
  }

  void compare_arrays(const json& legacy, const json& modern, const patterns& ignored) {
    for (std::size_t i = 0; i < std::max(legacy.size(), modern.size()) && !is_cut_; ++i)
      below(std::to_string(i), i < legacy.size() ? &legacy[i] : nullptr, i < modern.size() ? &modern[i] : nullptr,
            ignored);
  }

  void below(std::string name, const json* legacy, const json* modern, const patterns& ignored) {
    const auto further = leading_on(ignored, name);
    path_.push_back(std::move(name));
    compare(legacy, modern, further);
    path_.pop_back();
  }

  void note(const json* legacy, const json* modern) {
    is_cut_ = found_.size() == most_members;
    if (is_cut_)
      return;
    const auto side = [this](const json* value) {
      return value == nullptr ? std::nullopt : std::optional{shown(*value, path_)};
    };
    found_.push_back({cut(pointer_to(path_)), side(legacy), side(modern)});
  }

  segments path_;
  std::vector<member_difference> found_;
  bool is_cut_ = false;
};

/// Of a body that nobody looked into, no part is shown: it could be a secret.
auto size_of(const std::string& body) -> ordered_json {
  return "(" + std::to_string(body.size()) + " bytes)";
}

void compare_bodies(const std::string& legacy, const std::string& modern, const std::vector<std::string>& ignore,
                    answer_difference& to) {
  if (legacy == modern)
    return;
  if (std::max(legacy.size(), modern.size()) > largest_parsed) {
    to.members.push_back({{}, size_of(legacy), size_of(modern)});
    return;
  }
  const auto old_json = parsed(legacy);
  const auto new_json = parsed(modern);
  if (!old_json || !new_json) {
    to.members.push_back({{}, cut(legacy), cut(modern)});
    return;
  }
  const auto ignored = patterns_of(ignore);
  walk both;
  both.compare(&*old_json, &*new_json, {&ignored});
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
