// SPDX-License-Identifier: Apache-2.0
#include "projection/list_query.hpp"

#include "projection/fingerprint.hpp"
#include "projection/list_cursor.hpp"
#include "projection/time_text.hpp"
#include "schemas/message.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace sinew {

namespace {

auto wrong(std::string what) -> tl::unexpected<error> {
  return fail(errc::invalid_input, std::move(what));
}

auto find_column(const read_model& model, std::string_view name) -> result<column_head> {
  if (name == id_column.name)
    return id_column;
  const auto& all = model.columns();
  if (const auto found = std::ranges::find(all, name, &column_head::name); found != all.end())
    return *found;
  std::string there{id_column.name};
  for (const auto& each : all)
    there += fmt::format(", {}", each.name);
  return wrong(fmt::format("{} has no column '{}'; there are {}", model.name(), name, there));
}

auto read_number(std::string_view text) -> std::optional<std::int64_t> {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

auto read_value(const column_head& column, std::string_view text) -> result<cell> {
  if (text.size() > longest_value)
    return wrong(
        fmt::format("the value for {} has {} bytes; {} are possible", column.name, text.size(), longest_value));
  switch (column.type) {
    case column_type::text: return std::string{text};
    case column_type::number:
      if (const auto number = read_number(text))
        return *number;
      return wrong(fmt::format("{} is a whole number, not '{}'", column.name, text));
    case column_type::time:
      if (const auto number = read_number(text))
        return *number;
      if (const auto time = parse_rfc3339(text))
        return to_unix_ns(*time);
      return wrong(fmt::format("{} is a time like 2026-11-22T10:00:00Z, not '{}'", column.name, text));
  }
  return wrong("no such type of column");
}

auto read_filter(const read_model& model, const wire::ListFilter& from) -> result<list_query::filter> {
  if (from.comparison() > wire::Comparison::MAX)
    return wrong(fmt::format("there is no comparison {}", static_cast<unsigned>(from.comparison())));
  return find_column(model, from.column()->string_view()).and_then([&](column_head column) {
    return read_value(column, from.value()->string_view()).map([&](cell value) {
      return list_query::filter{column, from.comparison(), std::move(value)};
    });
  });
}

auto read_filters(const read_model& model, const wire::ListQuery& from, list_query& to) -> result<void> {
  if (from.filters() == nullptr)
    return {};
  if (from.filters()->size() > most_filters)
    return wrong(fmt::format("{} filters; {} are possible", from.filters()->size(), most_filters));
  for (const auto* each : *from.filters()) {
    auto filter = read_filter(model, *each);
    if (!filter)
      return tl::unexpected{filter.error()};
    to.filters.push_back(std::move(*filter));
  }
  return {};
}

auto read_search(const read_model& model, const wire::ListQuery& from, list_query& to) -> result<void> {
  if (from.search() == nullptr || from.search()->size() == 0)
    return {};
  if (!model.is_searched())
    return wrong(fmt::format("{} cannot be searched by words; filter by a column", model.name()));
  if (from.search()->size() > longest_value)
    return wrong(fmt::format("a search of {} bytes; {} are possible", from.search()->size(), longest_value));
  to.search = from.search()->str();
  return {};
}

auto read_order(const read_model& model, const wire::ListQuery& from, list_query& to) -> result<void> {
  std::string_view name = from.sort() == nullptr ? id_column.name : from.sort()->string_view();
  to.descending = name.starts_with('-');
  name.remove_prefix(to.descending ? 1 : 0);
  return find_column(model, name).map([&to](column_head found) { to.sort = found; });
}

auto read_bounds(const wire::ListQuery& from, list_query& to) -> result<void> {
  if (from.limit() > most_rows)
    return wrong(fmt::format("limit is 1 to {}, not {}", most_rows, from.limit()));
  if (from.wait_ms() > static_cast<std::uint32_t>(longest_wait.count()))
    return wrong(fmt::format("wait_ms is at most {}, not {}", longest_wait.count(), from.wait_ms()));
  to.limit = from.limit() == 0 ? usual_rows : from.limit();
  to.at_least = from.at_least();
  to.wait = from.wait_ms() == 0 ? usual_wait : std::chrono::milliseconds{from.wait_ms()};
  return {};
}

auto read_cursor(const read_model& model, const wire::ListQuery& from, list_query& to) -> result<void> {
  if (from.cursor() == nullptr || from.cursor()->size() == 0)
    return {};
  return parse_cursor(from.cursor()->string_view(), fingerprint_of(model, to), to.sort.type).map([&to](list_place p) {
    to.after = std::move(p);
  });
}

} // namespace

auto read_list_query(const read_model& model, bytes_view from_outside) -> result<list_query> {
  const auto* from = verified_table<wire::ListQuery>(from_outside);
  if (from == nullptr)
    return wrong("the request is not a ListQuery");
  list_query to;
  return read_filters(model, *from, to)
      .and_then([&] { return read_search(model, *from, to); })
      .and_then([&] { return read_order(model, *from, to); })
      .and_then([&] { return read_bounds(*from, to); })
      .and_then([&] { return read_cursor(model, *from, to); })
      .map([&] { return std::move(to); });
}

auto fingerprint_of(const read_model& model, const list_query& query) -> std::uint64_t {
  // Lengths in front, so that no two questions have the same text.
  std::string all = fmt::format("{}.{}.{}{}.{}:{}", model.name(), model.version(), query.descending ? "-" : "+",
                                query.sort.name, query.search.size(), query.search);
  for (const auto& each : query.filters) {
    const auto value = std::holds_alternative<std::string>(each.value)
                           ? std::get<std::string>(each.value)
                           : std::to_string(std::get<std::int64_t>(each.value));
    all += fmt::format("|{}.{}.{}:{}", each.column.name, static_cast<unsigned>(each.comparison), value.size(), value);
  }
  return fingerprint(as_bytes(all));
}

} // namespace sinew
