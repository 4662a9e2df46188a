// SPDX-License-Identifier: Apache-2.0
#include "tools/token/running_key.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace sinew {

namespace {

namespace fs = std::filesystem;

auto folder() -> fs::path {
  const auto* own = std::getenv("XDG_RUNTIME_DIR");
  return own != nullptr && *own == '/' ? fs::path{own} / "sinew"
                                       : fs::temp_directory_path() / fmt::format("sinew-{}", getuid());
}

/// In a folder that others may write, its name could be taken by theirs.
auto is_ours_alone(const fs::path& path) -> bool {
  struct stat facts {};
  return lstat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == getuid() &&
         (facts.st_mode & 077) == 0;
}

/// "nats://localhost:4222" -> "localhost-4222": a name of a file.
auto name_of(std::string_view address) -> std::string {
  if (const auto scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  if (const auto person = address.find('@'); person != std::string_view::npos)
    address.remove_prefix(person + 1);
  std::string name{address.starts_with("localhost:") ? "127.0.0.1" + std::string{address.substr(9)} : address};
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '.'; }, '-');
  return name;
}

auto links_for(std::string_view broker) -> std::vector<fs::path> {
  std::vector<fs::path> links;
  while (!broker.empty()) {
    const auto end = std::min(broker.find(','), broker.size());
    links.push_back(folder() / name_of(broker.substr(0, end)));
    broker.remove_prefix(std::min(end + 1, broker.size()));
  }
  return links;
}

auto reason() -> std::string {
  return std::generic_category().message(errno);
}

} // namespace

auto running_key::tell(std::string_view broker, const fs::path& key) -> result<running_key> {
  if (mkdir(folder().c_str(), 0700) != 0 && errno != EEXIST)
    return fail(errc::system_failure, fmt::format("cannot make {}: {}", folder().string(), reason()));
  if (!is_ours_alone(folder()))
    return fail(errc::system_failure,
                fmt::format("{0} is not yours alone; remove it, or chmod 700 {0}", folder().string()));
  running_key made{links_for(broker), key};
  for (const auto& link : made.links_) {
    unlink(link.c_str()); // of one that was killed
    if (symlink(key.c_str(), link.c_str()) != 0)
      return fail(errc::system_failure, fmt::format("cannot write {}: {}", link.string(), reason()));
  }
  return made;
}

auto running_key::find(std::string_view broker) -> result<fs::path> {
  for (const auto& link : links_for(broker)) {
    std::error_code none;
    if (auto key = fs::read_symlink(link, none); !none && is_ours_alone(folder()))
      return key;
  }
  return fail(errc::not_found,
              fmt::format("no system with a gateway runs on {}, as far as this user can see; start one with `sinew up "
                          "--http-port 8080`, or name its folder with --data-dir or a key with --key",
                          broker));
}

running_key::~running_key() {
  for (const auto& link : links_) {
    std::error_code none;
    if (fs::read_symlink(link, none) == key_) // not that of a successor
      unlink(link.c_str());
  }
}

} // namespace sinew
