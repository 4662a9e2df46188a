// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/sandbox_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace shop::testing {

namespace {

constexpr auto program = SINEW_SANDBOX_PROGRAM;
constexpr int patience_ms = 20'000;
constexpr std::string_view before_url = "sandbox ready url=";

[[noreturn]] void become_sandbox(const std::vector<std::string>& arguments, int out, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1); // the test has ended in between
  dup2(out, STDOUT_FILENO);
  std::vector<char*> words{const_cast<char*>(program)}; // NOLINT: execv does not write to them
  for (const auto& each : arguments)
    words.push_back(const_cast<char*>(each.c_str())); // NOLINT
  words.push_back(nullptr);
  execv(program, words.data());
  _exit(127);
}

auto started(const std::vector<std::string>& arguments, int out) -> pid_t {
  const auto parent = getpid();
  const auto child = fork();
  if (child == 0)
    become_sandbox(arguments, out, parent);
  return child;
}

/// What comes through `from` up to the first line end; what there is when it closes or nothing comes any more.
auto first_line(int from) -> std::string {
  std::string line;
  pollfd wanted{from, POLLIN, 0};
  while (poll(&wanted, 1, patience_ms) > 0) {
    char next = 0;
    if (read(from, &next, 1) != 1 || next == '\n')
      break;
    line += next;
  }
  return line;
}

auto code_of(pid_t child) -> int {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

sandbox_process::sandbox_process(const std::filesystem::path& data_dir, std::string port) {
  std::vector<std::string> arguments{"--port", std::move(port)};
  if (!data_dir.empty())
    arguments.insert(arguments.end(), {"--data-dir", data_dir.string()});
  std::array<int, 2> line{};
  if (pipe2(line.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe"};
  pid_ = started(arguments, line[1]);
  close(line[1]);
  const auto said = first_line(line[0]);
  close(line[0]);
  if (!said.starts_with(before_url)) {
    end_with(SIGKILL);
    throw std::runtime_error{std::string{program} + " does not start; it says '" + said + "'"};
  }
  url_ = said.substr(before_url.size());
}

sandbox_process::~sandbox_process() {
  end_with(SIGKILL);
}

auto sandbox_process::end_with(int signal) -> int {
  if (pid_ == -1)
    return 0;
  kill(pid_, signal);
  return code_of(std::exchange(pid_, -1));
}

auto sandbox_exit_code(const std::string& option, const std::string& value) -> int {
  return code_of(started({option, value}, STDERR_FILENO));
}

} // namespace shop::testing
