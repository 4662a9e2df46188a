// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/sandbox.hpp"

#include "kernel/names.hpp"

namespace shop {

namespace {

constexpr std::string_view root = "/v1/";

/// "/v1/charges/o-1" -> {"charges", "o-1"}; "/v1/charges" has no id.
struct place {
  std::string desk;
  std::string id;
};

auto place_of(std::string_view path) -> place {
  if (!path.starts_with(root))
    return {};
  path.remove_prefix(root.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos)
    return {std::string{path}, {}};
  return {std::string{path.substr(0, slash)}, std::string{path.substr(slash + 1)}};
}

void handle_at(desk& here, const std::string& id, const served_request& request, answerer answer) {
  if (request.method == "GET" && id.empty())
    return answer(here.list());
  if (!sinew::is_valid_id(id))
    return answer(complaint(400, "an id is 1 to 64 of A-Z a-z 0-9 _ -"));
  if (request.method == "PUT")
    return here.put(id, request.body, std::move(answer));
  if (request.method == "DELETE")
    return here.remove(id, answer);
  answer(complaint(405, "only PUT and DELETE are served here"));
}

} // namespace

sandbox::sandbox(boost::asio::io_context& io, ledger book)
    : book_{std::move(book)}, desks_{desk{io, book_, charges()}, desk{io, book_, bookings()}} {}

void sandbox::handle(const served_request& request, answerer answer) {
  const auto [name, id] = place_of(request.path);
  for (auto& each : desks_)
    if (each.rules().name == name)
      return handle_at(each, id, request, std::move(answer));
  answer(complaint(404, "there are /v1/charges and /v1/bookings here"));
}

} // namespace shop
