// SPDX-License-Identifier: Apache-2.0
#include "services/vocabulary_codec.hpp"

#include "kernel/names.hpp"

#include <flatbuffers/util.h>

namespace shop {

namespace {

constexpr std::string_view id_rule = "must be 1 to 64 letters, digits, '_' or '-'";

auto view_of(const flatbuffers::String* text) -> std::string_view {
  return text == nullptr ? std::string_view{} : text->string_view();
}

auto is_control(int code_point) -> bool {
  return code_point < 0x20 || code_point == 0x7f;
}

/// UTF-8 without control characters. FlatBuffers ends every string with a zero byte, which no sequence can step over.
auto is_printable(std::string_view text) -> bool {
  const char* next = text.data();
  const char* const end = text.data() + text.size();
  while (next < end) {
    const int code_point = flatbuffers::FromUTF8(&next);
    if (code_point < 0 || is_control(code_point))
      return false;
  }
  return next == end;
}

auto read_line(field_reader& fields, const wire::Line& table) -> line {
  return {fields.id<sku>("sku", table.sku()), fields.number("quantity", table.quantity(), 1U, most_pieces),
          fields.amount("price", table.price(), 0, highest_price)};
}

auto read_card(field_reader& fields, const wire::PaymentMethod& table) -> card {
  if (table.account() != nullptr)
    fields.fault("account", "must be absent when the method is card");
  if (!sinew::is_valid_id(view_of(table.card())))
    fields.fault("card", id_rule);
  return {std::string{view_of(table.card())}};
}

auto read_prepaid(field_reader& fields, const wire::PaymentMethod& table) -> prepaid {
  if (table.card() != nullptr)
    fields.fault("card", "must be absent when the method is account");
  return {fields.id<account_id>("account", table.account())};
}

auto is_country(std::string_view code) -> bool {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return code.empty() || (code.size() == 2 && is_capital(code[0]) && is_capital(code[1]));
}

auto read_address(field_reader& fields, const wire::Address& table) -> address {
  if (!is_country(view_of(table.country())))
    fields.fault("country", "must be two capital letters (ISO 3166-1)");
  return {fields.text("name", table.name()), fields.text("street", table.street()),
          fields.text("postcode", table.postcode()), fields.text("city", table.city()),
          fields.text("country", table.country())};
}

auto element(std::string_view field, std::size_t index) -> std::string {
  return std::string{field} + "[" + std::to_string(index) + "]";
}

} // namespace

void field_reader::fault(std::string_view field, std::string_view what) {
  if (fault_.empty())
    fault_ = std::string{field} + " " + std::string{what};
}

void field_reader::absorb(const field_reader& part, std::string_view name) {
  if (fault_.empty() && !part.is_faultless())
    fault_ = std::string{name} + "." + part.fault_;
}

auto field_reader::id_text(std::string_view field, text_field value) -> std::string {
  if (value == nullptr)
    fault(field, "is missing");
  else if (!sinew::is_valid_id(value->string_view()))
    fault(field, id_rule);
  return std::string{view_of(value)};
}

auto field_reader::text(std::string_view field, text_field value, std::size_t longest) -> std::string {
  if (view_of(value).size() > longest)
    fault(field, "must have at most " + std::to_string(longest) + " bytes, not " + std::to_string(value->size()));
  else if (!is_printable(view_of(value)))
    fault(field, "must be UTF-8 without control characters");
  return std::string{view_of(value)};
}

auto field_reader::word(std::string_view field, text_field value) -> std::string {
  if (view_of(value).empty())
    fault(field, "is missing");
  return text(field, value);
}

auto field_reader::amount(std::string_view field, const wire::Money* value, std::int64_t least, std::int64_t most)
    -> money {
  if (value == nullptr) {
    fault(field, "is missing");
    return {};
  }
  field_reader part;
  const money read{part.number("units", value->units(), least, most),
                   part.choice<currency>("currency", value->currency())};
  absorb(part, field);
  return read;
}

auto field_reader::lines(std::string_view field, table_list<wire::Line> value) -> std::vector<line> {
  std::vector<line> out;
  if (value == nullptr || value->size() == 0 || value->size() > most_lines) {
    fault(field, "must be 1 to " + std::to_string(most_lines) + " lines, not " +
                     std::to_string(value == nullptr ? 0 : value->size()));
    return out;
  }
  out.reserve(value->size());
  for (const auto* table : *value) {
    field_reader part;
    out.push_back(read_line(part, *table));
    if (out.back().price.in != out.front().price.in)
      part.fault("price.currency", "must be that of the first line");
    if (!part.is_faultless())
      absorb(part, element(field, out.size() - 1));
  }
  return out;
}

auto field_reader::payment(std::string_view field, const wire::PaymentMethod* value) -> payment_method {
  if (value == nullptr) {
    fault(field, "is missing");
    return {};
  }
  field_reader part;
  payment_method read;
  switch (value->method()) {
    case wire::PaymentKind::card: read = read_card(part, *value); break;
    case wire::PaymentKind::account: read = read_prepaid(part, *value); break;
    default: part.fault("method", "is not known"); // from outside: any byte
  }
  absorb(part, field);
  return read;
}

auto field_reader::place(std::string_view field, const wire::Address* value) -> std::optional<address> {
  if (value == nullptr)
    return std::nullopt;
  field_reader part;
  auto read = read_address(part, *value);
  absorb(part, field);
  return read;
}

auto to_wire(currency code) -> wire::Currency {
  static_assert(static_cast<int>(currency::jpy) == static_cast<int>(wire::Currency::MAX));
  return static_cast<wire::Currency>(code);
}

auto to_wire(money amount) -> wire::Money {
  return {amount.units, to_wire(amount.in)};
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const line& each) -> flatbuffers::Offset<wire::Line> {
  const auto article = to_wire(b, each.article);
  const auto price = to_wire(each.price);
  return wire::CreateLine(b, article, each.quantity, &price);
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::vector<line>& lines)
    -> flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::Line>>> {
  std::vector<flatbuffers::Offset<wire::Line>> offsets;
  offsets.reserve(lines.size());
  for (const auto& each : lines)
    offsets.push_back(to_wire(b, each));
  return b.CreateVector(offsets);
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const address& place) -> flatbuffers::Offset<wire::Address> {
  const auto name = b.CreateString(place.name);
  const auto street = b.CreateString(place.street);
  const auto postcode = b.CreateString(place.postcode);
  const auto city = b.CreateString(place.city);
  return wire::CreateAddress(b, name, street, postcode, city, b.CreateString(place.country));
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const std::optional<address>& place)
    -> flatbuffers::Offset<wire::Address> {
  return place ? to_wire(b, *place) : flatbuffers::Offset<wire::Address>{};
}

auto to_wire(flatbuffers::FlatBufferBuilder& b, const payment_method& method)
    -> flatbuffers::Offset<wire::PaymentMethod> {
  if (const auto* by_card = std::get_if<card>(&method))
    return wire::CreatePaymentMethod(b, wire::PaymentKind::card, b.CreateString(by_card->number));
  const auto account = to_wire(b, std::get<prepaid>(method).account);
  return wire::CreatePaymentMethod(b, wire::PaymentKind::account, 0, account);
}

} // namespace shop
