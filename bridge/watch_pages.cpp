// SPDX-License-Identifier: Apache-2.0
#include "bridge/watch_pages.hpp"

#include "telemetry/metric_page.hpp"

namespace sinew {

namespace {

using page = std::unique_ptr<watch_page>;

auto json_page(unsigned status, std::string body) -> page {
  return std::make_unique<watch_page>(watch_page{status, "application/json", std::move(body) + "\n"});
}

/// On the loop's thread.
void tell_page(const watched_process& what, const std::string& path, const page_server::teller& tell) {
  if (path == "/healthz")
    return tell(json_page(200, R"({"status":"alive"})"));
  if (path == "/readyz")
    return what.ready(
        [tell](watched_process::readiness now) { tell(json_page(now.is_ready ? 200 : 503, std::move(now.details))); });
  if (path == "/metrics")
    return what.metrics([tell](std::string text) {
      tell(std::make_unique<watch_page>(watch_page{200, std::string{metric_page::content_type}, std::move(text)}));
    });
  tell(nullptr);
}

} // namespace

auto watch_pages::open(const std::string& address, std::uint16_t port, poster post, watched_process what)
    -> result<std::unique_ptr<watch_pages>> {
  std::unique_ptr<watch_pages> made{new watch_pages};
  made->what_ = std::make_shared<const watched_process>(std::move(what));
  auto server = page_server::listen(
      address, port,
      [post = std::move(post), weak = std::weak_ptr{made->what_}](const std::string& path, page_server::teller tell) {
        post([weak, path, tell = std::move(tell)] {
          if (const auto known = weak.lock())
            tell_page(*known, path, tell);
        });
      });
  if (!server)
    return tl::unexpected{server.error()};
  made->server_ = std::move(*server);
  return made;
}

} // namespace sinew
