// SPDX-License-Identifier: Apache-2.0
#include "tools/up/supervisor.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

namespace sinew {

namespace {

constexpr std::size_t recent_lines = 5;
constexpr int environment_at_fault = 2; // exit code of our services, see service_main.hpp

} // namespace

supervisor::supervisor(loop& where, epoll_poller& poller, log_printer& log)
    : loop_{where}, poller_{poller}, log_{log} {}

supervisor::~supervisor() {
  for (const auto& c : children_) {
    loop_.cancel(c->restart);
    stop_hearing(*c);
    if (!c->runs())
      continue;
    kill(c->process.pid, SIGKILL);
    waitpid(c->process.pid, nullptr, 0);
  }
}

auto supervisor::start(child_spec spec) -> result<void> {
  auto made = std::make_unique<child>();
  auto& c = *made;
  c.spec = std::move(spec);
  c.lines = line_splitter{[this, &c](std::string_view line) { on_line(c, line); }};
  children_.push_back(std::move(made));
  return launch(c);
}

auto supervisor::launch(child& c) -> result<void> {
  c.born = loop_.now();
  auto started = start_process(c.spec.arguments, c.spec.environment);
  if (!started)
    return tl::unexpected{started.error()};
  c.process = std::move(*started);
  poller_.watch(c.process.output.get(), {.readable = true}, [this, &c](epoll_poller::readiness) { hear(c); });
  return {};
}

auto supervisor::hear(child& c) -> bool {
  if (!c.process.output.is_open())
    return false;
  std::array<char, 16384> piece{};
  const auto got = read(c.process.output.get(), piece.data(), piece.size());
  if (got > 0)
    c.lines.take({piece.data(), static_cast<std::size_t>(got)});
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    stop_hearing(c);
  return got > 0;
}

void supervisor::stop_hearing(child& c) {
  if (!c.process.output.is_open())
    return;
  poller_.forget(c.process.output.get());
  c.process.output.reset();
  c.lines.finish();
}

void supervisor::on_line(child& c, std::string_view line) {
  c.recent.emplace_back(line);
  if (c.recent.size() > recent_lines)
    c.recent.pop_front();
  if (c.spec.on_line(line))
    log_.say(c.spec.name, line);
}

auto supervisor::last_words(std::string_view name) const -> std::string {
  for (const auto& c : children_)
    if (c->spec.name == name)
      return fmt::format("{}", fmt::join(c->recent, " / "));
  return {};
}

void supervisor::reap() {
  for (const auto& c : children_) {
    int status = 0;
    if (!c->runs() || waitpid(c->process.pid, &status, WNOHANG) != c->process.pid)
      continue;
    while (hear(*c)) {
      // Its last words may still be in the pipe.
    }
    stop_hearing(*c);
    c->process.pid = -1;
    on_death(*c, describe_exit(status), WIFEXITED(status) && WEXITSTATUS(status) == environment_at_fault);
  }
}

void supervisor::on_death(child& c, const std::string& how, bool blames_environment) {
  if (!c.wanted)
    return;
  if (!up_ && (blames_environment || c.spec.vital))
    failed_ = failure{fmt::format("{} did not start ({}): {}", c.spec.name, how, last_words(c.spec.name)), true};
  else
    plan_restart(c, how);
}

void supervisor::plan_restart(child& c, const std::string& how) {
  const auto life = std::chrono::duration_cast<std::chrono::milliseconds>(loop_.now() - c.born);
  const auto delay = c.budget.after_death(life);
  if (!delay) {
    failed_ = failure{fmt::format("{} keeps dying ({} times in a row, last with {}): {}", c.spec.name,
                                  c.budget.rapid_deaths(), how, last_words(c.spec.name)),
                      false};
    return;
  }
  log_.warn(fmt::format("{} ended with {} after {:.1f} s; starts again in {} ms", c.spec.name, how,
                        static_cast<double>(life.count()) / 1000, delay->count()));
  c.restart = loop_.after(*delay, [this, &c, how] {
    if (const auto ok = launch(c); !ok)
      plan_restart(c, ok.error().what);
  });
}

void supervisor::stop(const std::function<bool(std::string_view)>& which) {
  std::vector<child*> leaving;
  auto longest = std::chrono::milliseconds{0};
  for (const auto& c : children_) {
    if (!which(c->spec.name))
      continue;
    c->wanted = false;
    loop_.cancel(c->restart);
    if (!c->runs())
      continue;
    leaving.push_back(c.get());
    longest = std::max(longest, c->spec.farewell);
    kill(c->process.pid, SIGTERM);
  }
  const auto all_gone = [&] { return std::ranges::none_of(leaving, [](const child* c) { return c->runs(); }); };
  if (all_gone() || loop_.run_until(all_gone, longest))
    return;
  for (const auto* c : leaving)
    if (c->runs()) {
      log_.warn(fmt::format("{} did not stop within {} ms and is killed", c->spec.name, longest.count()));
      kill(c->process.pid, SIGKILL);
    }
  (void)loop_.run_until(all_gone, longest);
}

void supervisor::kill_all() {
  for (const auto& c : children_) {
    c->wanted = false;
    loop_.cancel(c->restart);
    if (c->runs())
      kill(c->process.pid, SIGKILL);
  }
}

} // namespace sinew
