// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/notification/maildir_mail.hpp"
#include "services/notification/notification_service.hpp"

#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

namespace {

constexpr std::string_view usual_folder = "maildir";

/// What this program has beside its service: the folder for letters, and who writes there.
struct outside {
  std::string folder{usual_folder};
  std::optional<shop::maildir_mail> post;

  void add_options(CLI::App& app) {
    app.add_option("--maildir", folder, "Folder that letters to customers are delivered to (made when missing)")
        ->envname("SINEW_MAILDIR")
        ->capture_default_str();
  }

  auto define(const sinew::poster& loop) -> sinew::service {
    post.emplace(folder, loop);
    return shop::notification_service(*post);
  }

  /// Nobody should have to guess where the letters are.
  auto prepare() -> sinew::result<void> {
    spdlog::info("letters to {}{}", folder,
                 folder == usual_folder ? " in the working folder (default; set --maildir)" : "");
    return post->prepare();
  }
};

} // namespace

auto main(int argc, char** argv) -> int {
  outside world;
  return sinew::service_main(argc, argv,
                             {.name = "notification",
                              .about = "Tells customers, once, how their orders ended.",
                              .options = [&](CLI::App& app) { world.add_options(app); },
                              .define = [&](const sinew::poster& post, sinew::loop&) { return world.define(post); },
                              .prepare = [&] { return world.prepare(); }});
}
