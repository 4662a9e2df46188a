// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/customer_orders.hpp"

#include "gateway/lists/list_api.hpp"
#include "gateway/lists/list_request.hpp"
#include "gateway/openapi/resource_operation.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace sinew::gateway {

namespace {

constexpr std::string_view path = "/v1/customers/{id}/orders";
// Each order asks two services: a page stays small.
constexpr std::uint32_t most_orders = 50;
constexpr std::uint32_t usual_orders = 20;
// A part that does not come soon is left out.
constexpr std::chrono::milliseconds part_patience{1'500};

/// What another service knows of an order: an aggregate with the order's id.
struct part {
  std::string_view name;
  std::string_view aggregate;
  /// Of its state; the rest is nobody's business outside.
  std::vector<std::string_view> fields;
};

auto parts() -> const std::array<part, 2>& {
  static const std::array<part, 2> all{part{"payment", "payment", {"stage", "amount", "reference", "code"}},
                                       part{"shipping", "shipment", {"stage", "tracking", "code"}}};
  return all;
}

auto shown_part(const ordered_json& answer, const part& what) -> ordered_json {
  const auto whole_state = flat_resource(answer);
  ordered_json made = ordered_json::object();
  for (const auto field : what.fields)
    if (const auto found = whole_state.find(std::string{field}); found != whole_state.end())
      made[std::string{field}] = *found;
  return made;
}

} // namespace

struct customer_orders::composition {
  std::shared_ptr<const http_request> request;
  http_answer answer;
  ordered_json items = ordered_json::array();
  std::string next = {};
  std::uint64_t position = 0;
  std::set<std::string> missing = {};
  std::size_t open = 0;

  void finish() const {
    ordered_json body{{"items", items}};
    http_headers headers;
    if (!missing.contains("order"))
      headers.push_back({"Sinew-Position", std::to_string(position)});
    if (!next.empty()) {
      body["next"] = next;
      headers.push_back({"Link", fmt::format("<{}?{}>; rel=\"next\"", request->path, next_page(*request, next))});
    }
    if (!missing.empty()) {
      body["partial"] = true;
      body["missing"] = missing;
    }
    answer(json_response(200, body, std::move(headers)));
  }
};

auto customer_orders::routes() -> std::vector<route> {
  return {{.method = "GET",
           .pattern = std::string{path},
           .handler = [this](const call& made, const http_answer& answer) { show(made, answer); },
           .owner = "id",
           .about = listing(path, "order")}};
}

void customer_orders::show(const call& made, const http_answer& answer) {
  const auto& id = made.at("id");
  auto wanted = read_list_request(*made.request);
  if (!wanted)
    return answer(to_response(problem_of(wanted.error()), made.request->path));
  if (!is_valid_id(id))
    return answer(to_response({404, "not_found", fmt::format("there is no customer '{}'", id)}, made.request->path));
  wanted->service = "order";
  wanted->model = "orders";
  wanted->limit = wanted->limit == 0 ? usual_orders : std::min(wanted->limit, most_orders);
  wanted->sort = wanted->sort.empty() ? "-placed" : wanted->sort;
  wanted->filters.push_back({"customer", wire::Comparison::equal, id});
  const auto c = std::make_shared<composition>(composition{.request = made.request, .answer = answer});
  services_.list(std::move(*wanted), part_patience, [this, c](const result<listed>& found) {
    if (!found && found.error().code == errc::invalid_input)
      return c->answer(to_response(problem_of(found.error()), c->request->path));
    if (!found) {
      c->missing.insert("order");
      return c->finish();
    }
    c->next = found->next;
    c->position = found->position;
    const auto* owner = known_.current()->find("order");
    for (const auto& row : found->rows)
      c->items.push_back(shown_row(row, owner == nullptr ? nullptr : owner->find_read_model("orders")));
    add_parts(c);
  });
}

void customer_orders::add_parts(const std::shared_ptr<composition>& c) {
  c->open = c->items.size() * parts().size();
  if (c->open == 0)
    return c->finish();
  for (std::size_t item = 0; item < c->items.size(); ++item)
    for (std::size_t which = 0; which < parts().size(); ++which)
      ask_part(c, item, which);
}

void customer_orders::ask_part(const std::shared_ptr<composition>& c, std::size_t item, std::size_t which) {
  const aggregate_key key{std::string{parts().at(which).aggregate}, c->items.at(item).at("id").get<std::string>()};
  services_.ask(key, part_patience, [c, item, which](const result<ordered_json>& state) {
    const auto& what = parts().at(which);
    if (state)
      c->items.at(item)[std::string{what.aggregate}] = shown_part(*state, what);
    else if (state.error().code != errc::not_found) // an order that was refused has no shipment: that is whole
      c->missing.insert(std::string{what.name});
    if (--c->open == 0)
      c->finish();
  });
}

} // namespace sinew::gateway
