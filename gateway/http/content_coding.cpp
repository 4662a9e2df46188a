// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/content_coding.hpp"

#include "kernel/http_text.hpp"

#include <zlib.h>

#include <optional>

namespace sinew::gateway {

namespace {

// Level 5 takes half the time of the usual 6, and JSON becomes hardly larger.
constexpr int level = 5;
// 15 bits of window; 16 more ask zlib for gzip's frame.
constexpr int gzip_window = 15 + 16;
constexpr int memory = 8;

/// "gzip;q=0" -> whether it is welcome, if it names `coding`.
auto welcome(std::string_view element, std::string_view coding) -> std::optional<bool> {
  const auto parts = list_of(element, ';');
  if (parts.empty() || !same_token(parts.front(), coding))
    return std::nullopt;
  for (const auto parameter : parts)
    if (parameter.size() > 2 && same_token(parameter.substr(0, 2), "q="))
      return parameter.find_first_of("123456789") != std::string_view::npos;
  return true;
}

auto is_text(std::string_view type) -> bool {
  return type.find("json") != std::string_view::npos || type.starts_with("text/");
}

} // namespace

auto accepts_gzip(std::string_view accept_encoding) -> bool {
  bool by_wildcard = false;
  for (const auto element : list_of(accept_encoding)) {
    if (const auto named = welcome(element, "gzip"))
      return *named;
    by_wildcard = by_wildcard || welcome(element, "*").value_or(false);
  }
  return by_wildcard;
}

auto gzip(std::string_view text) -> std::string {
  z_stream coder{};
  if (deflateInit2(&coder, level, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string coded(deflateBound(&coder, static_cast<uLong>(text.size())), '\0');
  coder.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); // NOLINT: zlib only reads it
  coder.avail_in = static_cast<uInt>(text.size());
  coder.next_out = reinterpret_cast<Bytef*>(coded.data());
  coder.avail_out = static_cast<uInt>(coded.size());
  const bool whole = deflate(&coder, Z_FINISH) == Z_STREAM_END;
  coded.resize(whole ? coder.total_out : 0);
  deflateEnd(&coder);
  return coded;
}

void encode(const http_request& asked, http_response& answer) {
  if (answer.stream || answer.body.size() < least_worth_coding ||
      !find_header(answer.headers, "Content-Encoding").empty() || !is_text(find_header(answer.headers, "Content-Type")))
    return;
  answer.headers.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip(asked.header("Accept-Encoding")))
    return;
  auto coded = gzip(answer.body);
  if (coded.empty())
    return;
  answer.body = std::move(coded);
  answer.headers.push_back({"Content-Encoding", "gzip"});
}

} // namespace sinew::gateway
