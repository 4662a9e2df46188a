// SPDX-License-Identifier: Apache-2.0
#include "gateway/resource.hpp"

#include "gateway/preference.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

auto command_draft::prefers_wait() const -> std::optional<std::chrono::seconds> {
  return preferred_wait(made.request->header("Prefer"));
}

auto shown(const resource& as, const ordered_json& state) -> ordered_json {
  auto made = flat_resource(state);
  if (as.is_there && !as.is_there(made))
    return nullptr;
  hide(made, as.hidden);
  return made;
}

auto as_written(const resource& as, ordered_json made) -> ordered_json {
  if (as.seen_through->show)
    as.seen_through->show(made);
  return made;
}

void hide(ordered_json& made, const std::vector<std::string_view>& fields) {
  for (const auto field : fields) {
    const auto dot = field.find('.');
    const std::string name{field.substr(0, dot)};
    if (dot == std::string_view::npos)
      made.erase(name);
    else if (const auto list = made.find(name); list != made.end())
      for (auto& element : *list)
        hide(element, {field.substr(dot + 1)});
  }
}

auto not_found(const resource& what, std::string_view id) -> problem {
  return {404, "not_found", fmt::format("there is no {} '{}'", what.aggregate, id)};
}

auto is_for(const identity& who, const resource& what, const ordered_json& made) -> bool {
  if (what.owner.empty())
    return true;
  const auto owner = made.find(std::string{what.owner});
  return owner != made.end() && owner->is_string() && who.may_act_for(owner->get_ref<const std::string&>());
}

auto key_reused() -> problem {
  return {422, "idempotency_key_reused",
          "this Idempotency-Key was used with another body; choose another key for another wish", "Idempotency-Key"};
}

auto refusal_of(const resource& by, const command_draft& draft, bool makes_by_key, const receipt& how) -> problem {
  const auto found = std::ranges::find(by.words, std::string_view{how.reason}, &refusal_word::word);
  if (how.outcome != wire::Outcome::refused || found == by.words.end())
    return problem_of(how);
  if (found->status == 404)
    return not_found(by, draft.id);
  if (found->status == 422 && makes_by_key)
    return key_reused();
  return {409, how.reason, std::string{found->detail}};
}

} // namespace sinew::gateway
