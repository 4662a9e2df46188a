// SPDX-License-Identifier: Apache-2.0
#include "tools/up/programs.hpp"

#include "tools/up/child_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace sinew {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "sinew-";

auto is_program(const fs::path& path) -> bool {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

auto programs_beside_us() -> std::string {
  std::string names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{own_folder(), ignored})
    if (const auto name = entry.path().filename().string(); name.starts_with(prefix) && is_program(entry.path()))
      names += (names.empty() ? "" : ", ") + name.substr(prefix.size());
  return names.empty() ? "none" : names;
}

auto above_us() -> std::optional<fs::path> {
  for (auto folder = own_folder(); !folder.empty(); folder = folder.parent_path()) {
    if (auto candidate = folder / ".deps/bin/nats-server"; is_program(candidate))
      return candidate;
    if (folder == folder.root_path())
      break;
  }
  return std::nullopt;
}

auto in_path() -> std::optional<fs::path> {
  const auto* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    if (auto candidate = fs::path{folder} / "nats-server"; !folder.empty() && is_program(candidate))
      return candidate;
  }
  return std::nullopt;
}

auto locate_nats_server() -> result<fs::path> {
  if (const auto* named = std::getenv("NATS_SERVER"); named != nullptr && *named != '\0') {
    if (is_program(named))
      return fs::path{named};
    return fail(errc::not_found, fmt::format("NATS_SERVER names {}, which is no program; correct or unset it", named));
  }
  if (auto found = above_us())
    return *found;
  if (auto found = in_path())
    return *found;
  return fail(errc::not_found,
              "there is no nats-server (looked at NATS_SERVER, .deps/bin above this program and PATH); "
              "run scripts/setup, install nats-server 2.14 or newer, or use --nats URL");
}

} // namespace

auto own_folder() -> fs::path {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

auto service_program_path(std::string_view service) -> result<fs::path> {
  auto path = own_folder() / fmt::format("{}{}", prefix, service);
  if (is_program(path))
    return path;
  return fail(errc::not_found, fmt::format("there is no service '{}': {} is missing; beside it are: {}. Build it, or "
                                           "choose with --services",
                                           service, path.string(), programs_beside_us()));
}

auto parse_version(std::string_view text) -> result<version> {
  constexpr std::string_view mark = "nats-server: v";
  const auto start = text.find(mark);
  version found;
  const auto number = std::string{start == std::string_view::npos ? "" : text.substr(start + mark.size())};
  if (std::sscanf(number.c_str(), "%d.%d.%d", &found.major, &found.minor, &found.patch) < 2)
    return fail(errc::invalid_input, fmt::format("there is no version of nats-server in '{}'", text));
  return found;
}

auto find_nats_server() -> result<fs::path> {
  auto path = locate_nats_server();
  if (!path)
    return path;
  const auto printed = output_of({path->string(), "--version"}, std::chrono::seconds{5});
  const auto found = printed.and_then([](const std::string& text) { return parse_version(text); });
  if (!found)
    return fail(errc::not_found, fmt::format("{} is no nats-server ({}); name another with NATS_SERVER", path->string(),
                                             found.error().what));
  if (*found < oldest_nats_server)
    return fail(
        errc::rejected_by_broker,
        fmt::format("{} is version {}.{}.{}, which ignores guards on writes silently; version {}.{} or newer is "
                    "needed: run scripts/setup or name another with NATS_SERVER",
                    path->string(), found->major, found->minor, found->patch, oldest_nats_server.major,
                    oldest_nats_server.minor));
  return path;
}

} // namespace sinew
