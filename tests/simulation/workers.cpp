// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/workers.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace simulation {

namespace {

// Few enough that a batch is soon over, many enough that its process costs little.
constexpr std::size_t runs_per_worker = 16;
constexpr char field = '\x1f';

/// Writes an outcome as one line: hash, events, then invariant and text of each violation.
void write_line(std::FILE* to, const run_result& r) {
  const auto plain = [](std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == field; }, ' ');
    return text;
  };
  std::string line = fmt::format("{}{}{}", r.hash, field, r.events);
  for (const auto& v : r.violations)
    line += field + plain(v.invariant) + field + plain(v.what);
  std::fprintf(to, "%s\n", line.c_str());
  std::fflush(to);
}

auto read_line(const std::string& line, const run_options& of) -> outcome {
  std::vector<std::string> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = std::min(line.find(field, at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  outcome read{of, std::stoull(fields.at(0)), std::stoull(fields.at(1)), {}};
  for (std::size_t i = 2; i + 1 < fields.size(); i += 2)
    read.violations.push_back({fields[i], fields[i + 1]});
  return read;
}

[[noreturn]] void work(int to, const std::vector<run_options>& runs) {
  // What an assertion prints belongs to the run that is being tried, not on the screen.
  if (!runs.front().is_printed && std::freopen("/dev/null", "w", stderr) == nullptr)
    std::_Exit(2);
  auto* out = ::fdopen(to, "w");
  for (const auto& each : runs)
    write_line(out, simulate(each));
  std::fflush(nullptr);
  std::_Exit(0);
}

/// A child process at work on some runs.
class worker {
 public:
  explicit worker(std::vector<run_options> runs) : runs_{std::move(runs)} {
    int ends[2];
    if (::pipe(ends) != 0)
      throw std::runtime_error{"no pipe to be had"};
    std::fflush(nullptr);
    child_ = ::fork();
    if (child_ < 0)
      throw std::runtime_error{"no process to be had"};
    if (child_ == 0) {
      ::close(ends[0]);
      work(ends[1], runs_);
    }
    ::close(ends[1]);
    from_ = ends[0];
  }
  ~worker() {
    ::close(from_);
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  worker(const worker&) = delete;
  auto operator=(const worker&) -> worker& = delete;

  [[nodiscard]] auto descriptor() const -> int { return from_; }

  /// Takes what there is to read. False: the child is gone.
  auto read() -> bool {
    char buffer[4096];
    const auto got = ::read(from_, buffer, sizeof buffer);
    if (got > 0)
      text_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }
  auto next_outcome() -> std::optional<outcome> {
    const auto end = text_.find('\n');
    if (end == std::string::npos)
      return std::nullopt;
    const auto line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return read_line(line, runs_[told_++]);
  }
  /// The run in which it died, if it has not told of all.
  auto aborted() const -> std::optional<outcome> {
    if (told_ == runs_.size())
      return std::nullopt;
    return outcome{runs_[told_], 0, 0, {{"no assertion fails", "the process aborted"}}};
  }
  auto rest() const -> std::vector<run_options> {
    return {runs_.begin() + static_cast<std::ptrdiff_t>(std::min(told_ + 1, runs_.size())), runs_.end()};
  }

 private:
  std::vector<run_options> runs_;
  std::size_t told_ = 0;
  std::string text_;
  ::pid_t child_ = -1;
  int from_ = -1;
};

} // namespace

void run_in_workers(int jobs, const std::function<std::optional<run_options>()>& next,
                    const std::function<bool(const outcome&)>& done) {
  std::vector<std::unique_ptr<worker>> at_work;
  const auto hire = [&] {
    std::vector<run_options> runs;
    while (runs.size() < runs_per_worker)
      if (auto more = next())
        runs.push_back(std::move(*more));
      else
        break;
    if (!runs.empty())
      at_work.push_back(std::make_unique<worker>(std::move(runs)));
  };
  for (int i = 0; i < jobs; ++i)
    hire();
  while (!at_work.empty()) {
    std::vector<::pollfd> watched;
    for (const auto& w : at_work)
      watched.push_back({w->descriptor(), POLLIN, 0});
    ::poll(watched.data(), watched.size(), -1);
    for (std::size_t i = watched.size(); i-- > 0;) {
      if (watched[i].revents == 0)
        continue;
      auto& w = *at_work[i];
      const bool lives = w.read();
      while (const auto told = w.next_outcome())
        if (!done(*told))
          return;
      if (lives)
        continue;
      const auto dead = w.aborted();
      auto rest = dead ? w.rest() : std::vector<run_options>{};
      at_work.erase(at_work.begin() + static_cast<std::ptrdiff_t>(i));
      if (dead && !done(*dead))
        return;
      if (!rest.empty())
        at_work.push_back(std::make_unique<worker>(std::move(rest)));
      else
        hire();
    }
  }
}

auto run_apart(const run_options& options) -> outcome {
  outcome only;
  bool is_given = false;
  run_in_workers(
      1,
      [&]() -> std::optional<run_options> {
        return std::exchange(is_given, true) ? std::nullopt : std::optional{options};
      },
      [&](const outcome& o) {
        only = o;
        return true;
      });
  return only;
}

} // namespace simulation
