// SPDX-License-Identifier: Apache-2.0
// What comes in at a gateway's socket: it is refused with a status that blames the client, or is a request of which every
// part can be used; and no answer lets it write a header of its own.
#include "gateway/http/content_coding.hpp"
#include "gateway/http/cors_policy.hpp"
#include "gateway/http/http_head.hpp"
#include "gateway/http/request_reading.hpp"
#include "gateway/idempotency.hpp"
#include "gateway/json_body.hpp"
#include "gateway/preference.hpp"
#include "gateway/route_table.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;
using namespace sinew::gateway;

namespace {

void expect_blame(const problem& why) {
  SINEW_ASSERT(why.status >= 400 && why.status < 500);
  const auto response = to_response(why, "/x");
  SINEW_ASSERT(nlohmann::json::accept(response.body));
}

/// The head ends once, where it should.
void expect_one_head(const http_response& of) {
  const auto head = head_text(of, {.length = of.body.size()});
  SINEW_ASSERT(head.find("\r\n\r\n") == head.size() - 4);
}

auto routes() -> const route_table& {
  static const auto answer = [](const call& made, const http_answer& done) {
    done({.status = 200,
          .headers = {{"Location", made.path.empty() ? "/" : made.path[0].second}},
          .body = {},
          .stream = {}});
  };
  static const route_table all{{{"POST", "/v1/orders", answer}, {"GET", "/v1/orders/{id}", answer}}};
  return all;
}

void dispatch(const std::shared_ptr<const http_request>& asked) {
  const auto verdict = routes().find(asked);
  if (const auto* found = std::get_if<route_table::match>(&verdict))
    found->which->handler(found->made, expect_one_head);
  expect_one_head(to_response({404, "not_found", asked->path}, asked->path));
}

void read_parts(const http_request& of) {
  if (const auto body = read_json_body(of); !body)
    expect_blame(body.error());
  else if (const auto key = read_idempotency_key(of.header("Idempotency-Key")))
    fuzz::keep(static_cast<std::size_t>(command_id_for_key("place", id_for_key("a", *key), *key, *body).low));
  fuzz::keep(preferred_wait(of.header("Prefer")).has_value());
  http_response answer{.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = of.body, .stream = {}};
  const cors_policy policy{{"https://shop.example"}};
  policy.permit(of, answer);
  policy.permit_preflight(of, "GET", answer);
  encode(of, answer);
  expect_one_head(answer);
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  auto text = fuzz::fuzz_input{data, size}.text();
  request_parser parser;
  parser.header_limit(1024);
  parser.body_limit(2048);
  parser.eager(true);
  boost::system::error_code problem;
  while (!text.empty() && !parser.is_done() && !problem) {
    const auto taken = parser.put(boost::asio::buffer(text), problem);
    text.erase(0, taken);
    if (taken == 0)
      break;
  }
  if (const auto told = problem_of_reading(problem); problem && told)
    expect_blame(*told);
  if (problem || !parser.is_done())
    return 0;
  if (const auto fault = fault_in(parser)) {
    expect_blame(*fault);
    return 0;
  }
  const auto request = read_request(parser);
  dispatch(request);
  read_parts(*request);
  return 0;
}
