// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one codec idiom. A service says for each command, event and state of a domain which table it is and how the
// fields map; everything else (lookup by name, verification, building) is here, once.
//
//     template <> struct sinew::codec<order::cancel> {
//       using table = shop::wire::OrderCancel;
//       static constexpr std::string_view name = "cancel";
//       static auto write(flatbuffers::FlatBufferBuilder& b, const order::cancel& c) -> flatbuffers::Offset<table>;
//       static auto read(const table& t, const command_context&) -> result<order::cancel>; // events: without context
//     };

#include "actors/aggregate_kind.hpp"
#include "kernel/decision.hpp"
#include "schemas/message.hpp"

#include <array>
#include <concepts>
#include <utility>
#include <variant>

namespace sinew {

/// How a domain's command, event or state becomes a table and back. Specialized by each service's `<s>_codec.hpp`.
template <class T>
struct codec;

/// The wire name of a refusal: found by argument-dependent lookup, `to_string(refusal)` beside the domain.
template <class T>
concept named_refusal = requires(T r) {
  { to_string(r) } -> std::convertible_to<std::string_view>;
};

template <class T>
auto encode(const T& value) -> bytes {
  flatbuffers::FlatBufferBuilder builder{256};
  builder.Finish(codec<T>::write(builder, value));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

/// An event or command with its wire name.
template <class T>
auto encode_named(const T& value) -> encoded {
  return {codec<T>::name, encode(value)};
}

template <class... Ts>
auto encode_named(const std::variant<Ts...>& value) -> encoded {
  return std::visit([](const auto& alternative) { return encode_named(alternative); }, value);
}

/// Verifies the payload as T's table and reads it. `args` is the context for commands, nothing for events and states.
template <class T, class... Args>
auto decode(bytes_view payload, const Args&... args) -> result<T> {
  const auto* table = verified_table<typename codec<T>::table>(payload);
  if (table == nullptr)
    return fail(errc::invalid_input, "the payload is not a " + std::string{codec<T>::table::GetFullyQualifiedName()});
  return codec<T>::read(*table, args...);
}

namespace detail {

template <class Variant>
struct alternatives;

template <class... Ts>
struct alternatives<std::variant<Ts...>> {
  static auto names() -> std::vector<std::string_view> { return {codec<Ts>::name...}; }

  /// The alternative called `name`, decoded from `payload`.
  template <class... Args>
  static auto decode_named(std::string_view name, bytes_view payload, const Args&... args)
      -> result<std::variant<Ts...>> {
    result<std::variant<Ts...>> found = fail(errc::unknown_type, "'" + std::string{name} + "' is not known here");
    (void)((codec<Ts>::name == name && (found = widened<Ts>(payload, args...), true)) || ...);
    return found;
  }

 private:
  template <class T, class... Args>
  static auto widened(bytes_view payload, const Args&... args) -> result<std::variant<Ts...>> {
    return decode<T>(payload, args...).map([](T value) { return std::variant<Ts...>{std::move(value)}; });
  }
};

template <class Domain>
concept has_alarm = requires(const typename Domain::state& s) {
  { Domain::alarm_of(s) } -> std::same_as<std::optional<sinew::alarm<Domain>>>;
};

template <class Domain>
concept has_saga_deadline = requires(const typename Domain::event& e) {
  { Domain::deadline_of(e) } -> std::same_as<std::optional<timestamp>>;
};

} // namespace detail

/// Reads an event of `Domain` by its wire name.
template <class Domain>
auto decode_event(std::string_view name, bytes_view payload) -> result<typename Domain::event> {
  return detail::alternatives<typename Domain::event>::decode_named(name, payload);
}

template <class Domain>
auto decode_command(std::string_view name, bytes_view payload, const command_context& context)
    -> result<typename Domain::command> {
  return detail::alternatives<typename Domain::command>::decode_named(name, payload, context);
}

/// The folded state of a concrete domain behind the runtime's type-free face.
template <class Domain>
class folded_domain final : public folded_state {
 public:
  auto decide(std::string_view command, bytes_view payload, const command_context& context) const
      -> result<verdict> override {
    return decode_command<Domain>(command, payload, context).map([this](const auto& c) { return judged(c); });
  }

  auto evolve(std::string_view event, bytes_view payload) -> result<void> override {
    return decode_event<Domain>(event, payload).map([this](const auto& e) {
      state_ = Domain::evolve(std::move(state_), e);
    });
  }

  auto alarm() const -> std::optional<encoded_alarm> override {
    if constexpr (detail::has_alarm<Domain>) {
      if (auto wanted = Domain::alarm_of(state_))
        return encoded_alarm{encode_named(wanted->command), wanted->at};
    }
    return std::nullopt;
  }

  auto save() const -> bytes override { return encode(state_); }

  auto restore(bytes_view saved) -> result<void> override {
    return decode<typename Domain::state>(saved).map([this](typename Domain::state s) { state_ = std::move(s); });
  }

 private:
  auto judged(const typename Domain::command& command) const -> verdict {
    const auto decision = Domain::decide(state_, command);
    if (decision.is_refused())
      return refused{std::string{to_string(*decision.refusal())}};
    std::vector<encoded> events;
    events.reserve(decision.events().size());
    for (const auto& event : decision.events()) {
      events.push_back(encode_named(event));
      if constexpr (detail::has_saga_deadline<Domain>)
        events.back().saga_deadline = Domain::deadline_of(event).value_or(timestamp{});
    }
    return events;
  }

  typename Domain::state state_;
};

template <class Domain>
class domain_kind final : public aggregate_kind {
  static_assert(named_refusal<typename Domain::refusal>);

 public:
  auto name() const -> std::string_view override { return Domain::name; }
  auto birth() const -> std::unique_ptr<folded_state> override { return std::make_unique<folded_domain<Domain>>(); }
  auto commands() const -> std::vector<std::string_view> override {
    return detail::alternatives<typename Domain::command>::names();
  }
  auto events() const -> std::vector<std::string_view> override {
    return detail::alternatives<typename Domain::event>::names();
  }
};

/// `kind_of<order>()`: what a service's definition lists.
template <class Domain>
auto kind_of() -> const aggregate_kind& {
  static const domain_kind<Domain> kind;
  return kind;
}

} // namespace sinew
