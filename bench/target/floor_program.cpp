// SPDX-License-Identifier: Apache-2.0
#include "bench/target/floor_program.hpp"

#include "tools/up/programs.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds start_patience{5'000};

/// What the program prints until its first line ends, it closes its output, or time is up.
auto first_line(int output) -> std::string {
  std::string text;
  std::array<char, 512> piece{};
  const auto end = steady_clock::now() + start_patience;
  while (text.find('\n') == std::string::npos) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    pollfd waiting{.fd = output, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0)
      break;
    const auto got = read(output, piece.data(), piece.size());
    if (got <= 0)
      break;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

} // namespace

auto floor_program::start(const std::string& url, const std::vector<std::string>& options)
    -> result<std::unique_ptr<floor_program>> {
  const auto path = own_folder() / "sinew-floor";
  std::vector<std::string> arguments{path.string(), "--nats", url};
  arguments.insert(arguments.end(), options.begin(), options.end());
  auto running = start_process(arguments);
  if (!running)
    return tl::unexpected{running.error()};
  std::unique_ptr<floor_program> started{new floor_program{std::move(*running)}};
  const auto said = first_line(started->running_.output.get());
  if (said != "ready\n")
    return fail(errc::system_failure, fmt::format("the floor's responder did not come up: {}",
                                                  said.empty() ? "it said nothing" : said.substr(0, said.find('\n'))));
  return started;
}

floor_program::~floor_program() {
  kill(running_.pid, SIGKILL); // it keeps nothing that could be lost
  waitpid(running_.pid, nullptr, 0);
}

} // namespace sinew::bench
