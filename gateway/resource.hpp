// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/api_version.hpp"
#include "gateway/command_flow.hpp"
#include "gateway/route_table.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// A command while it is being made of a request.
struct command_draft {
  call made;
  std::string id;
  /// Whether that was derived from the key, and is not one that somebody chose.
  bool is_id_of_key = false;
  /// Of `Idempotency-Key`; empty: there was none.
  std::string key = {};
  /// An object: as sent, and then as completed.
  ordered_json fields = nullptr;
  /// The resource before the command, for actions that look at it first; null: there is none.
  ordered_json before = nullptr;

  [[nodiscard]] auto prefers_wait() const -> std::optional<std::chrono::seconds>;
};
/// What is wrong, or that the command may be sent.
using next_step = std::function<void(std::optional<problem>)>;

/// One command of a resource, as a request.
struct action {
  enum class need : std::uint8_t { none, optional, required };

  std::string_view method;
  std::string_view
      below; // behind the resource's path: "/{id}/cancel"; without {id} the id is derived from caller and key
  std::string_view command;
  /// Who may ask for it.
  access needs = access::signed_in;
  /// What it does, in a line, and a body that is accepted; null: it has none.
  std::string_view summary = {};
  ordered_json example = nullptr;
  /// The command's table as JSON.
  need body = need::required;
  /// `Idempotency-Key`.
  need key = need::optional;
  /// Of an answer that tells of the receipt alone.
  unsigned status = 200;
  /// The resource is looked at first: 404 where there is none.
  bool looks = false;
  /// Fields that stand in the path or are the gateway's to fill: nobody may send them.
  std::vector<std::string_view> given = {};
  /// Completes the fields, at once or later. Not set: they are as sent.
  std::function<void(const std::shared_ptr<command_draft>&, next_step)> prepare = {};
  /// What the answer may wait for, and the name of what it is answered with then: "Order".
  std::function<std::optional<expectation>(const command_draft&)> expects = {};
  std::string_view outcome = {};
  /// What speaks against a receipt before the resource's own words are asked.
  std::function<std::optional<problem>(const command_draft&, const receipt&)> objection = {};
  /// Where what it makes is to be found: "/v1/orders"; empty: it makes nothing.
  std::string makes_at = {};
  /// The id of what it makes; not set: that of the resource itself.
  std::function<std::string(const command_draft&)> made_id = {};
};

/// How one of the domain's refusals is told.
struct refusal_word {
  std::string_view word;
  /// 404: there is no such thing. 409. 422: where the id of what is made was derived from an Idempotency-Key, that key was used
  /// with another body; else 409.
  unsigned status;
  /// One sentence.
  std::string_view detail;
};

/// One kind of aggregate as HTTP shows it: data for resource_api.
struct resource {
  std::string_view aggregate; // "customer"
  std::string path;           // "/v1/customers"
  /// Who may look at it.
  access shown_to = access::signed_in;
  /// Which field names the customer that it belongs to: "customer"; "id": it is a customer; empty: it is nobody's. To other
  /// customers it is not there, and in their names nothing may be asked for.
  std::string_view owner = {};
  std::vector<refusal_word> words = {};
  std::vector<action> actions = {};
  /// Whether this state is one of something that is there; not set: whatever ever had an event is.
  std::function<bool(const ordered_json& resource)> is_there = {};
  /// Fields that are nobody's business outside: "wants", and below a list "items.want".
  std::vector<std::string_view> hidden = {};
  /// Through which version of the interface it is seen: the one of its path. One that lives as long as the process.
  const api_version* seen_through = &first_version();
};

/// The answer of `ask_state` as that resource; null: it is not there.
auto shown(const resource& as, const ordered_json& state) -> ordered_json;
/// As its version of the interface writes it. For answers; what is decided here is decided by what the services tell.
auto as_written(const resource& as, ordered_json made) -> ordered_json;
/// Takes out hidden fields.
void hide(ordered_json& made, const std::vector<std::string_view>& fields);
auto not_found(const resource& what, std::string_view id) -> problem;
/// Whether it is theirs to see and to change.
auto is_for(const identity& who, const resource& what, const ordered_json& made) -> bool;
/// The same key for another wish: 422.
auto key_reused() -> problem;
/// What a receipt that was not accepted is told as.
auto refusal_of(const resource& by, const command_draft& draft, bool makes_by_key, const receipt& how) -> problem;

} // namespace sinew::gateway
