// SPDX-License-Identifier: Apache-2.0
#include "gateway/console/console_files.hpp"

#include "gateway/console/console_embedded.hpp"
#include "gateway/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace sinew::gateway {

namespace {

using embedded::console_file;

constexpr std::string_view folder = "/console/";
constexpr std::string_view front = "index.html";
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

auto type_of(std::string_view name) -> std::string_view {
  constexpr std::pair<std::string_view, std::string_view> types[] = {{".html", "text/html; charset=utf-8"},
                                                                     {".css", "text/css; charset=utf-8"},
                                                                     {".js", "text/javascript; charset=utf-8"},
                                                                     {".svg", "image/svg+xml"}};
  const auto* const found = std::ranges::find_if(types, [&](const auto& type) { return name.ends_with(type.first); });
  return found == std::end(types) ? std::string_view{"application/octet-stream"} : found->second;
}

auto text_of(const console_file& file) -> std::string {
  return {file.content.begin(), file.content.end()};
}

/// Weak: the same page, whatever its coding (gzip or none). FNV-1a over the content.
auto entity_tag(const console_file& file) -> std::string {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const auto byte : file.content)
    hash = (hash ^ byte) * 1'099'511'628'211U;
  return fmt::format("W/\"{:016x}\"", hash);
}

auto names_tag(std::string_view if_none_match, std::string_view tag) -> bool {
  const auto all = list_of(if_none_match);
  return std::ranges::any_of(all, [&](std::string_view each) {
    return each == "*" || each == tag || each == tag.substr(std::string_view{"W/"}.size());
  });
}

auto headers_of(const console_file& file, std::string tag) -> http_headers {
  return {{"Content-Type", std::string{type_of(file.name)}},
          {"ETag", std::move(tag)},
          {"Cache-Control", "no-cache"}, // kept, and asked for each time
          {"Content-Security-Policy", std::string{policy}},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"}};
}

void serve(const call& made, std::string_view name, const http_answer& answer) {
  const auto* const file = std::ranges::find(embedded::console, name, &console_file::name);
  if (file == std::end(embedded::console))
    return answer(
        to_response({404, "not_found", fmt::format("the console has no file '{}'", name)}, made.request->path));
  auto tag = entity_tag(*file);
  const bool is_known = names_tag(made.request->header("If-None-Match"), tag);
  answer({.status = is_known ? 304U : 200U,
          .headers = headers_of(*file, std::move(tag)),
          .body = is_known ? std::string{} : text_of(*file),
          .stream = {}});
}

/// The page is no secret: all that it shows is asked of /v1/admin, with a token.
auto public_row(std::string pattern, unsigned status, std::string summary, call_handler handler) -> route {
  return {.method = "GET",
          .pattern = std::move(pattern),
          .handler = std::move(handler),
          .needs = access::anybody,
          .about = {.tag = "operators",
                    .summary = std::move(summary),
                    .answers = {{.status = status, .text = "The file.", .media_type = "text/html"}}}};
}

} // namespace

auto console_routes() -> std::vector<route> {
  return {
      public_row("/console", 308, "The console is a folder further",
                 [](const call&, const http_answer& answer) {
                   answer({.status = 308, .headers = {{"Location", std::string{folder}}}, .body = {}, .stream = {}});
                 }),
      public_row("/console/", 200, "The operators' console",
                 [](const call& made, const http_answer& answer) { serve(made, front, answer); }),
      public_row("/console/{file}", 200, "A part of it",
                 [](const call& made, const http_answer& answer) { serve(made, made.at("file"), answer); }),
  };
}

} // namespace sinew::gateway
