// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/request_reading.hpp"

#include "http/bad_http.hpp"
#include "kernel/http_text.hpp"

#include <algorithm>
#include <iterator>

namespace sinew::gateway {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

// Each is looked up among the others.
constexpr std::ptrdiff_t most_headers = 100;

auto text_of(beast::string_view view) -> std::string {
  return {view.data(), view.size()};
}

} // namespace

auto problem_of_reading(const boost::system::error_code& why) -> std::optional<problem> {
  if (why == http::error::header_limit || why == http::error::buffer_overflow)
    return problem{431, "header_too_large", "the request line and headers are larger than this server takes"};
  if (why == http::error::body_limit)
    return problem{413, "body_too_large", "the body is larger than this server takes"};
  if (is_bad_http(why))
    return problem{400, "bad_http", "this is no HTTP: " + why.message()};
  return std::nullopt;
}

auto fault_in(const request_parser& parser) -> std::optional<problem> {
  const auto& request = parser.get();
  if (std::distance(request.begin(), request.end()) > most_headers)
    return problem{431, "header_too_large", "the request has more header lines than this server takes"};
  // Somebody between us and the client might read another length out of it (RFC 9112, 6.1).
  if (request.find(http::field::transfer_encoding) != request.end() && !parser.chunked())
    return problem{400, "unknown_transfer_encoding", "only chunked is understood", "Transfer-Encoding"};
  if (request.version() >= 11 && request.count(http::field::host) != 1)
    return problem{400, "bad_http", "a request has exactly one Host header", "Host"};
  if (request.version() / 10 != 1)
    return problem{400, "bad_http", "only HTTP/1.1 and 1.0 are understood"};
  const auto expect = request.find(http::field::expect);
  if (expect != request.end() && !beast::iequals(expect->value(), "100-continue"))
    return problem{417, "unknown_expectation", "only 100-continue can be expected", "Expect"};
  return std::nullopt;
}

auto read_request(request_parser& parser) -> std::shared_ptr<http_request> {
  auto& from = parser.get();
  auto made = std::make_shared<http_request>();
  const auto target = text_of(from.target());
  const auto query = std::min(target.find('?'), target.size());
  made->method = text_of(from.method_string());
  made->path = target.substr(0, query);
  made->query = target.substr(std::min(query + 1, target.size()));
  for (const auto& field : from) {
    auto name = text_of(field.name_string());
    const auto known = std::find_if(made->headers.begin(), made->headers.end(),
                                    [&](const http_header& h) { return same_token(h.name, name); });
    if (known == made->headers.end())
      made->headers.push_back({std::move(name), text_of(field.value())});
    else
      known->value.append(", ").append(text_of(field.value()));
  }
  made->body = std::move(from.body());
  return made;
}

} // namespace sinew::gateway
