// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/documents.hpp"

#include "gateway/openapi/docs_page.hpp"

#include <string_view>

namespace sinew::gateway {

auto documents::routes() -> std::vector<route> {
  return {
      {.method = "GET",
       .pattern = "/openapi.json",
       .handler = [this](const call&, const http_answer& answer) { show(answer, "application/json", json_); },
       .needs = access::anybody,
       .about = {.tag = "documents",
                 .summary = "All of this, for programs",
                 .answers = {{.status = 200, .text = "An OpenAPI 3.1 document."}}}},
      {.method = "GET",
       .pattern = "/docs",
       .handler = [this](const call&, const http_answer& answer) { show(answer, "text/html; charset=utf-8", page_); },
       .needs = access::anybody,
       .about = {.tag = "documents",
                 .summary = "All of this, for people",
                 .answers = {{.status = 200, .text = "A page.", .media_type = "text/html"}}}}};
}

void documents::renew() {
  if (made_for_ == known_.current())
    return;
  made_for_ = known_.current();
  const auto document = openapi_document(rows_, resources_, *made_for_);
  json_ = one_line(document) + "\n";
  page_ = docs_page(document);
}

/// `text` is one of ours, and new once we have renewed it.
void documents::show(const http_answer& answer, std::string_view media_type, const std::string& text) {
  renew();
  answer({.status = 200,
          .headers = {{"Content-Type", std::string{media_type}},
                      {"Cache-Control", "no-cache"},
                      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}},
          .body = text,
          .stream = {}});
}

} // namespace sinew::gateway
