// SPDX-License-Identifier: Apache-2.0
#pragma once

// The shop's words as tables and back. What FlatBuffers' verifier cannot know (ranges, ids, enums, text) is checked
// here, and every error names the field: "lines[2].quantity must be 1 to 1000000, not 0".
//
//     static auto read(const table& t, const command_context&) -> result<stock::hold> {
//       shop::field_reader fields;
//       return fields.checked(stock::hold{fields.id<shop::reservation_id>("reservation", t.reservation()),
//                                         fields.number("quantity", t.quantity(), 1U, shop::most_held)});
//     }

#include "kernel/result.hpp"
#include "schemas/vocabulary_generated.h"
#include "services/vocabulary.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace shop {

/// Pieces in one line of an order.
inline constexpr std::uint32_t most_pieces = 1'000'000;
/// Smallest units that one piece may cost.
inline constexpr std::int64_t highest_price = 1'000'000'000'000;
inline constexpr std::size_t most_lines = 100;
/// Seconds that the saga of an order may be given: a day.
inline constexpr std::uint32_t longest_patience = 86'400;
/// Bytes of a free text or a reason.
inline constexpr std::size_t longest_text = 200;

/// Reads the fields of one table and remembers the first that does not say what it must. A getter that finds a fault
/// answers with an empty value; `checked` then withholds the whole.
class field_reader {
 public:
  using text_field = const flatbuffers::String*;
  template <class Table>
  using table_list = const flatbuffers::Vector<flatbuffers::Offset<Table>>*;

  /// 1 to 64 of `A-Z a-z 0-9 _ -`, as one of the ids of vocabulary.hpp. The error does not repeat the text: it may be a
  /// card's number.
  template <class Id>
  auto id(std::string_view field, text_field value) -> Id {
    return Id{id_text(field, value)};
  }
  auto id_text(std::string_view field, text_field value) -> std::string;
  /// Ids, in the order written; none where the field is absent.
  template <class Id>
  auto ids(std::string_view field, table_list<flatbuffers::String> values) -> std::vector<Id>;

  /// Printable UTF-8 of at most `longest` bytes; empty where absent. Never line ends: it may become a mail's header.
  auto text(std::string_view field, text_field value, std::size_t longest = longest_text) -> std::string;
  /// A text that is not empty: a reason, a reference.
  auto word(std::string_view field, text_field value) -> std::string;

  template <class Number>
  auto number(std::string_view field, Number value, std::type_identity_t<Number> least,
              std::type_identity_t<Number> most) -> Number {
    if (value < least || value > most)
      fault(field,
            "must be " + std::to_string(least) + " to " + std::to_string(most) + ", not " + std::to_string(value));
    return value;
  }

  /// An enum of the wire as its twin in a domain: same order, same count.
  template <class Enum, class Wire>
  auto choice(std::string_view field, Wire value) -> Enum {
    if (value > Wire::MAX)
      fault(field, "is not known: " + std::to_string(static_cast<unsigned>(value)));
    return static_cast<Enum>(value);
  }

  /// Must be there; units in `least … most`.
  auto amount(std::string_view field, const wire::Money* value, std::int64_t least = 0,
              std::int64_t most = std::numeric_limits<std::int64_t>::max()) -> money;
  /// 1 to `most_lines` lines, all prices in one currency.
  auto lines(std::string_view field, table_list<wire::Line> value) -> std::vector<line>;
  /// Must be there, and say nothing about the method it is not.
  auto payment(std::string_view field, const wire::PaymentMethod* value) -> payment_method;
  /// How long the saga of an order may take; 0: as long as usual.
  auto patience(std::string_view field, std::uint32_t seconds) -> std::chrono::seconds {
    return std::chrono::seconds{number(field, seconds, 0U, longest_patience)};
  }
  /// No value where absent.
  auto place(std::string_view field, const wire::Address* value) -> std::optional<address>;

  /// Says that `field` is wrong: "`field` `what`". Only the first fault is kept.
  void fault(std::string_view field, std::string_view what);
  /// Takes over the first fault of a reader of a part: "lines[2]" + "." + its fault.
  void absorb(const field_reader& part, std::string_view name);
  [[nodiscard]] auto is_faultless() const -> bool { return fault_.empty(); }

  /// `value`, or invalid_input with the first fault.
  template <class T>
  auto checked(T value) const -> sinew::result<T> {
    if (!is_faultless())
      return sinew::fail(sinew::errc::invalid_input, fault_);
    return value;
  }

 private:
  std::string fault_;
};

template <class Id>
auto field_reader::ids(std::string_view field, table_list<flatbuffers::String> values) -> std::vector<Id> {
  std::vector<Id> out;
  for (flatbuffers::uoffset_t i = 0; values != nullptr && i < values->size(); ++i)
    out.push_back(id<Id>(std::string{field} + "[" + std::to_string(i) + "]", values->Get(i)));
  return out;
}

inline auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::string& text)
    -> flatbuffers::Offset<flatbuffers::String> {
  return b.CreateString(text);
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const line& each) -> flatbuffers::Offset<wire::Line>;
auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::vector<line>& lines)
    -> flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::Line>>>;
auto to_wire(flatbuffers::FlatBufferBuilder& b, const address& place) -> flatbuffers::Offset<wire::Address>;
/// A null offset where there is none: the field stays absent.
auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::optional<address>& place)
    -> flatbuffers::Offset<wire::Address>;
auto to_wire(flatbuffers::FlatBufferBuilder& b, const payment_method& method)
    -> flatbuffers::Offset<wire::PaymentMethod>;
auto to_wire(currency code) -> wire::Currency;
auto to_wire(money amount) -> wire::Money;

template <class Kind>
auto to_wire(flatbuffers::FlatBufferBuilder& b, const id_of<Kind>& id) -> flatbuffers::Offset<flatbuffers::String> {
  return b.CreateString(id.text);
}

template <class Kind>
auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::vector<id_of<Kind>>& ids)
    -> flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>> {
  std::vector<flatbuffers::Offset<flatbuffers::String>> offsets;
  offsets.reserve(ids.size());
  for (const auto& id : ids)
    offsets.push_back(to_wire(b, id));
  return b.CreateVector(offsets);
}

} // namespace shop
