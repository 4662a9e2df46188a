// SPDX-License-Identifier: Apache-2.0
#include "tools/up/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

namespace sinew {

namespace {

auto reason(int code) -> std::string {
  return std::generic_category().message(code);
}

struct pipe_ends {
  descriptor read;
  descriptor write;
};

auto make_pipe() -> result<pipe_ends> {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(errc::system_failure, "no pipe: " + reason(errno));
  return pipe_ends{descriptor{ends[0]}, descriptor{ends[1]}};
}

/// What the child does between fork and exec: only calls that are safe there (signal-safety(7)).
[[noreturn]] void become(char* const* arguments, char* const* environment, int output, int complaint, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) // it died before the line above
    _exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  const int why = errno;
  (void)!write(complaint, &why, sizeof why);
  _exit(127);
}

/// Waits for the exec: the complaint pipe closes by itself when it succeeds, else it carries the reason.
auto exec_error(const descriptor& complaint) -> int {
  int why = 0;
  ssize_t got = 0;
  do
    got = read(complaint.get(), &why, sizeof why);
  while (got < 0 && errno == EINTR);
  return got == sizeof why ? why : 0;
}

auto elapsed_since(std::chrono::steady_clock::time_point start) -> std::chrono::milliseconds {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

/// Everything until the pipe closes; false when patience ran out.
auto drain(int fd, std::chrono::milliseconds patience, std::string& into) -> bool {
  const auto start = std::chrono::steady_clock::now();
  std::array<char, 4096> piece{};
  for (;;) {
    const auto left = patience - elapsed_since(start);
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0)
      return false;
    const auto got = read(fd, piece.data(), piece.size());
    if (got > 0)
      into.append(piece.data(), static_cast<std::size_t>(got));
    else if (got == 0)
      return true;
    else if (errno != EINTR && errno != EAGAIN)
      return false;
  }
}

/// As exec wants it: pointers, and a null at the end. NOLINT: it promises not to write.
auto pointers_to(const std::vector<std::string>& texts) -> std::vector<char*> {
  std::vector<char*> all;
  for (const auto& text : texts)
    all.push_back(const_cast<char*>(text.c_str())); // NOLINT
  return all;
}

auto name_in(std::string_view variable) -> std::string_view {
  return variable.substr(0, variable.find('='));
}

/// Each name once: who reads it twice may believe either.
auto environment_with(const std::vector<std::string>& more) -> std::vector<char*> {
  auto all = pointers_to(more);
  for (auto** own = environ; *own != nullptr; ++own)
    if (std::ranges::none_of(more, [&](const auto& said) { return name_in(said) == name_in(*own); }))
      all.push_back(*own);
  all.push_back(nullptr);
  return all;
}

} // namespace

auto descriptor::operator=(descriptor&& other) noexcept -> descriptor& {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

auto descriptor::release() -> int {
  return std::exchange(fd_, -1);
}

void descriptor::reset() {
  if (is_open())
    close(release());
}

auto start_process(const std::vector<std::string>& arguments, const std::vector<std::string>& more)
    -> result<child_process> {
  auto output = make_pipe();
  auto complaint = make_pipe();
  if (!output || !complaint)
    return tl::unexpected{(output ? complaint : output).error()};
  auto argv = pointers_to(arguments);
  argv.push_back(nullptr);
  auto environment = environment_with(more);
  const pid_t self = getpid();
  const pid_t pid = fork();
  if (pid == 0)
    become(argv.data(), environment.data(), output->write.get(), complaint->write.get(), self);
  if (pid < 0)
    return fail(errc::system_failure, fmt::format("cannot start {}: {}", arguments[0], reason(errno)));
  complaint->write.reset();
  if (const int why = exec_error(complaint->read); why != 0) {
    waitpid(pid, nullptr, 0);
    return fail(errc::system_failure, fmt::format("cannot start {}: {}", arguments[0], reason(why)));
  }
  fcntl(output->read.get(), F_SETFL, O_NONBLOCK);
  return child_process{pid, std::move(output->read)};
}

auto output_of(const std::vector<std::string>& arguments, std::chrono::milliseconds patience) -> result<std::string> {
  auto child = start_process(arguments);
  if (!child)
    return tl::unexpected{child.error()};
  std::string text;
  const bool ended = drain(child->output.get(), patience, text);
  if (!ended)
    kill(child->pid, SIGKILL);
  int status = 0;
  waitpid(child->pid, &status, 0);
  if (!ended)
    return fail(errc::system_failure, fmt::format("{} did not end within {} ms", arguments[0], patience.count()));
  if (status != 0)
    return fail(errc::system_failure, fmt::format("{} ended with {}", arguments[0], describe_exit(status)));
  return text;
}

auto describe_exit(int wait_status) -> std::string {
  if (WIFEXITED(wait_status))
    return fmt::format("exit code {}", WEXITSTATUS(wait_status));
  const int number = WTERMSIG(wait_status);
  return fmt::format("signal {} ({})", number, sigdescr_np(number) == nullptr ? "unknown" : sigdescr_np(number));
}

} // namespace sinew
