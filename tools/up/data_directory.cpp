// SPDX-License-Identifier: Apache-2.0
#include "tools/up/data_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace sinew {

namespace {

namespace fs = std::filesystem;

auto unusable(const fs::path& path, const std::string& why) -> tl::unexpected<error> {
  return fail(errc::system_failure,
              fmt::format("cannot write to {}: {}; choose another folder with --data-dir", path.string(), why));
}

auto last_reason() -> std::string {
  return std::generic_category().message(errno);
}

auto make_temporary() -> result<fs::path> {
  auto pattern = (fs::temp_directory_path() / "sinew-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    return unusable(pattern, last_reason());
  return fs::path{pattern};
}

/// Who holds the lock, as the holder wrote it there.
auto holder(int fd) -> std::string {
  std::array<char, 32> text{};
  const auto got = pread(fd, text.data(), text.size() - 1, 0);
  return got > 0 ? std::string{text.data()} : "unknown";
}

} // namespace

auto data_directory::open(const fs::path& wanted) -> result<data_directory> {
  fs::path path;
  if (wanted.empty()) {
    auto made = make_temporary();
    if (!made)
      return tl::unexpected{made.error()};
    path = *made;
  } else {
    std::error_code why;
    fs::create_directories(wanted, why);
    if (why)
      return unusable(wanted, why.message());
    path = fs::absolute(wanted);
  }
  data_directory made{path, wanted.empty()};
  return made.lock().map([&made] { return std::move(made); });
}

data_directory::data_directory(data_directory&& other) noexcept
    : path_{std::move(other.path_)},
      temporary_{std::exchange(other.temporary_, false)},
      lock_{std::move(other.lock_)} {}

data_directory::~data_directory() {
  std::error_code ignored; // best effort: the system cleans its temporary folder too
  if (temporary_)
    fs::remove_all(path_, ignored);
}

auto data_directory::lock() -> result<void> {
  const auto file = path_ / "lock";
  lock_ = descriptor{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
  if (!lock_.is_open())
    return unusable(path_, last_reason());
  // The kernel lets go of it however we end.
  if (flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
    return fail(errc::conflict,
                fmt::format("{} is in use by a running `sinew up` (process {}); stop that one or choose "
                            "another folder with --data-dir",
                            path_.string(), holder(lock_.get())));
  const auto pid = std::to_string(getpid());
  if (ftruncate(lock_.get(), 0) != 0 || pwrite(lock_.get(), pid.data(), pid.size(), 0) < 0)
    return unusable(path_, last_reason());
  return {};
}

auto data_directory::store(int server) const -> fs::path {
  return path_ / fmt::format("jetstream-{}", server);
}

auto data_directory::check_servers(bool cluster) const -> result<void> {
  if (cluster && fs::exists(store()))
    return fail(errc::conflict, fmt::format("{} was made by one nats-server; use it with the durability it was made "
                                            "with, or another folder with --data-dir",
                                            path_.string()));
  if (!cluster && fs::exists(store(1)))
    return fail(errc::conflict, fmt::format("{} was made with --durability quorum; use that again, or another folder "
                                            "with --data-dir",
                                            path_.string()));
  return {};
}

auto data_directory::write(const std::string& name, const std::string& text) const -> result<fs::path> {
  const auto file = path_ / name;
  std::ofstream out{file, std::ios::trunc};
  out << text;
  out.close();
  if (!out)
    return unusable(file, last_reason());
  return file;
}

void data_directory::remove(const std::string& name) const {
  std::error_code ignored;
  fs::remove(path_ / name, ignored);
}

} // namespace sinew
