// SPDX-License-Identifier: Apache-2.0
#include "tests/support/private_nats_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

// nats.c 3.4.1 forgets the half-read message of a connection that breaks: one buffer for each loss.
extern "C" auto __lsan_default_suppressions() -> const char* { // NOLINT: the sanitizer's name
  return "leak:natsBuf_Create\n";
}

namespace sinew::test {

namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds{20};

auto program() -> std::string {
  const char* chosen = std::getenv("NATS_SERVER"); // NOLINT(concurrency-mt-unsafe): nobody sets it
  return chosen != nullptr ? chosen : SINEW_NATS_SERVER;
}

auto new_directory() -> fs::path {
  auto pattern = (fs::temp_directory_path() / "sinew-nats-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"no temporary directory for nats-server"};
  return pattern;
}

auto text_of(const fs::path& file) -> std::string {
  std::ifstream in{file};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The ports file is JSON: {"nats":["nats://127.0.0.1:40123"],…}
auto port_in(const std::string& ports) -> int {
  const std::string before = "nats://127.0.0.1:";
  const auto at = ports.find(before);
  return at == std::string::npos ? -1 : std::atoi(ports.c_str() + at + before.size());
}

/// Tells of files that appear in a directory, without polling.
class directory_watch {
 public:
  explicit directory_watch(const fs::path& where) : fd_{inotify_init1(IN_CLOEXEC)} {
    inotify_add_watch(fd_, where.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO);
  }
  ~directory_watch() { close(fd_); }
  directory_watch(const directory_watch&) = delete;
  auto operator=(const directory_watch&) -> directory_watch& = delete;

  /// Until something has changed, or the process behind `pidfd` has ended, or `until`.
  void wait(int pidfd, clock::time_point until) const {
    std::array<pollfd, 2> wanted{pollfd{fd_, POLLIN, 0}, pollfd{pidfd, POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
    poll(wanted.data(), wanted.size(), static_cast<int>(std::max<std::int64_t>(0, left.count())));
    std::array<char, 4096> events{};
    if ((wanted[0].revents & POLLIN) != 0)
      (void)!read(fd_, events.data(), events.size());
  }

 private:
  int fd_;
};

[[noreturn]] void become(const std::string& binary, const fs::path& directory, const nats_setup& how, int port,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1); // the test has ended in between
  std::vector<std::string> words{binary, "--ports_file_dir", directory.string()};
  if (how.arguments.empty())
    words.insert(words.end(), {"--addr", "127.0.0.1", "--port", std::to_string(port), "--jetstream", "--store_dir",
                               (directory / "data").string()});
  if (how.syncs_always)
    words.insert(words.end(), {"--config", (directory / "config").string()});
  words.insert(words.end(), how.arguments.begin(), how.arguments.end());
  std::vector<char*> raw;
  for (auto& word : words)
    raw.push_back(word.data());
  raw.push_back(nullptr);
  for (const auto& [name, value] : how.environment)
    setenv(name.c_str(), value.c_str(), 1); // NOLINT(concurrency-mt-unsafe): a process of one thread
  const auto log = (directory / "log").string();
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(binary.c_str(), raw.data());
  _exit(127);
}

auto ports_file(const fs::path& directory, const std::string& binary, pid_t pid) -> fs::path {
  return directory / (fs::path{binary}.filename().string() + "_" + std::to_string(pid) + ".ports");
}

} // namespace

private_nats_server::private_nats_server(nats_setup how) : how_{std::move(how)}, directory_{new_directory()} {
  try {
    start();
  } catch (...) {
    end_with(SIGKILL);
    fs::remove_all(directory_);
    throw;
  }
}

private_nats_server::~private_nats_server() {
  end_with(SIGKILL);
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void private_nats_server::stop() {
  end_with(SIGTERM);
}

void private_nats_server::kill9() {
  end_with(SIGKILL);
}

void private_nats_server::restart() {
  if (pid_ != -1)
    throw std::logic_error{"nats-server still runs"};
  start();
}

void private_nats_server::start() {
  const auto binary = program();
  if (how_.syncs_always)
    std::ofstream{directory_ / "config"} << "jetstream { sync_interval: always }\n";
  const auto parent = getpid();
  const auto child = fork();
  if (child < 0)
    throw std::runtime_error{"cannot fork"};
  if (child == 0)
    become(binary, directory_, how_, port_, parent);
  pid_ = child;
  await_ready();
}

void private_nats_server::await_ready() {
  const auto file = ports_file(directory_, program(), pid_);
  const directory_watch watch{directory_};
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  const auto until = clock::now() + patience;
  // The server writes the file once it listens.
  while (port_in(text_of(file)) < 0 && clock::now() < until && waitpid(pid_, nullptr, WNOHANG) == 0)
    watch.wait(pidfd, until);
  close(pidfd);
  const int port = port_in(text_of(file));
  if (port < 0)
    throw std::runtime_error{"nats-server (" + program() + ") does not start: " + text_of(directory_ / "log")};
  port_ = port;
}

void private_nats_server::end_with(int signal) {
  if (pid_ == -1)
    return;
  kill(pid_, signal);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  std::error_code ignored;
  fs::remove(ports_file(directory_, program(), pid_), ignored);
  pid_ = -1;
}

} // namespace sinew::test
