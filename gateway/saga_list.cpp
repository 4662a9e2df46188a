// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_list.hpp"

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace sinew::gateway {

namespace {

using wire::Comparison;

// Operators look again in a moment, and there is another way to know the newest.
constexpr std::chrono::milliseconds patience{1'500};

auto orders_with(std::vector<list_filter> filters) -> list_question {
  return {.service = "order", .model = "orders", .filters = std::move(filters)};
}

/// In words of the list's columns. Never placed: only a cart's vain try is known of it. The many are found along the index by which
/// they are sorted, the few by one of their own.
auto filters_of(std::string_view state) -> std::vector<list_filter> {
  const list_filter placed{"placed", Comparison::greater, "0"};
  const auto not_in = [](std::string_view stage) {
    return list_filter{"stage", Comparison::not_equal, std::string{stage}};
  };
  if (state == "running")
    return {placed, {"ended", Comparison::equal, "0"}};
  if (state == "compensated")
    return {{"stage", Comparison::equal, "cancelled"}};
  if (state == "completed")
    return {placed, not_in("placed"), not_in("cancel_requested"), not_in("timed_out"), not_in("cancelled")};
  return {placed};
}

auto text_in(const ordered_json& row, const char* field) -> std::string {
  const auto found = row.find(field);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// The epoch: not yet.
auto time_in(const ordered_json& row, const char* field) -> std::optional<timestamp> {
  const auto found = row.find(field);
  if (found == row.end() || !found->is_number_integer() || *found == 0)
    return std::nullopt;
  return from_unix_ns(found->get<std::int64_t>());
}

} // namespace

auto saga_of_order(const ordered_json& row) -> saga_row {
  saga_row made;
  made.id = text_in(row, "id");
  const auto stage = text_in(row, "stage");
  made.at = stage == "confirmed"   ? saga_row::stage::completed
            : stage == "cancelled" ? saga_row::stage::compensated
                                   : saga_row::stage::running;
  made.customer = text_in(row, "customer");
  made.code = text_in(row, "code");
  made.placed_at = time_in(row, "placed");
  made.ended_at = time_in(row, "ended");
  return made;
}

void saga_list::ask(std::string_view state, std::uint32_t limit, std::string cursor, completion<saga_page> done) {
  auto what = orders_with(filters_of(state));
  what.sort = "-placed";
  what.limit = limit;
  what.cursor = std::move(cursor);
  services_.list(std::move(what), patience, [done = std::move(done)](const result<listed>& found) {
    done(found.map([](const listed& page) {
      saga_page made{.rows = {}, .next = page.next};
      for (const auto& row : page.rows)
        made.rows.push_back(saga_of_order(row));
      return made;
    }));
  });
}

void saga_list::ask_for(const std::vector<std::string>& ids, completion<std::vector<saga_row>> done) {
  struct gathering {
    std::vector<std::optional<saga_row>> found;
    std::optional<error> why = {};
    std::size_t missing = 0;
    completion<std::vector<saga_row>> done;

    void end() const {
      if (why)
        return done(tl::unexpected{*why});
      std::vector<saga_row> rows;
      for (const auto& each : found)
        if (each)
          rows.push_back(*each);
      done(std::move(rows));
    }
  };
  const auto all = std::make_shared<gathering>();
  all->found.resize(ids.size());
  all->missing = ids.size();
  all->done = std::move(done);
  if (ids.empty())
    return where_.post([all] { all->end(); });
  for (std::size_t i = 0; i < ids.size(); ++i)
    services_.list(orders_with({{"id", Comparison::equal, ids[i]}}), patience, [all, i](const result<listed>& page) {
      if (!page)
        all->why = page.error();
      else if (!page->rows.empty())
        all->found[i] = saga_of_order(page->rows.front());
      if (--all->missing == 0)
        all->end();
    });
}

} // namespace sinew::gateway
