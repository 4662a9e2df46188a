// SPDX-License-Identifier: Apache-2.0
#include "services/notification/maildir_mail.hpp"

#include "services/notification/letter_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace shop {

namespace {

namespace fs = std::filesystem;
using sinew::errc;
using sinew::fail;

constexpr std::string_view suffix = ".sinew";

// A full disk is no letter's fault; everything else wants a person to look at it.
auto blame_for(int problem) -> errc {
  return problem == ENOSPC || problem == EDQUOT || problem == EMFILE || problem == ENFILE ? errc::unavailable
                                                                                          : errc::system_failure;
}

auto failed(errc code, const fs::path& what, std::string_view doing, int problem) {
  return fail(code, "cannot " + std::string{doing} + " " + what.string() + ": " + std::strerror(problem));
}

/// In new/ under its own name, or in cur/ with the flags that a mail reader appends to it (":2,S").
auto is_delivered(const fs::path& folder, const std::string& name) -> bool {
  std::error_code ignored;
  if (fs::exists(folder / "new" / name, ignored))
    return true;
  for (const auto& entry : fs::directory_iterator{folder / "cur", ignored})
    if (entry.path().filename().string().starts_with(name))
      return true;
  return false;
}

/// A file that is closed on the way out.
class open_file {
 public:
  explicit open_file(const fs::path& path)
      : descriptor_{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)} {}
  ~open_file() {
    if (is_open())
      ::close(descriptor_);
  }
  open_file(const open_file&) = delete;
  auto operator=(const open_file&) -> open_file& = delete;

  [[nodiscard]] auto is_open() const -> bool { return descriptor_ >= 0; }
  [[nodiscard]] auto write_all(std::string_view text) const -> bool {
    while (!text.empty()) {
      const auto written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno != EINTR)
        return false;
      text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor_) == 0;
  }

 private:
  int descriptor_;
};

/// The draft is the writer's own: should two have the same letter, the second replaces the first by its like.
auto deliver(const fs::path& folder, const mail::letter& what, std::size_t writer) -> sinew::result<void> {
  const auto name = what.id + std::string{suffix};
  if (is_delivered(folder, name))
    return {};
  const auto draft = folder / "tmp" / (name + "." + std::to_string(writer));
  {
    const open_file file{draft};
    if (!file.is_open() || !file.write_all(letter_text(what)))
      return failed(blame_for(errno), draft, "write", errno);
  }
  if (std::rename(draft.c_str(), (folder / "new" / name).c_str()) != 0)
    return failed(blame_for(errno), draft, "deliver", errno);
  return {};
}

} // namespace

maildir_mail::maildir_mail(fs::path folder, sinew::poster post) : folder_{std::move(folder)}, post_{std::move(post)} {
  for (std::size_t i = 0; i < writers; ++i)
    workers_.emplace_back([this, i] { work(i); });
}

auto maildir_mail::prepare() const -> sinew::result<void> {
  for (const auto* part : {"tmp", "new", "cur"}) {
    std::error_code problem;
    fs::create_directories(folder_ / part, problem);
    if (problem)
      return failed(errc::system_failure, folder_ / part, "make the folder", problem.value());
    if (::access((folder_ / part).c_str(), W_OK | X_OK) != 0)
      return failed(errc::system_failure, folder_ / part, "write into", errno);
  }
  return {};
}

maildir_mail::~maildir_mail() {
  {
    const std::lock_guard lock{guard_};
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& each : workers_)
    each.join();
}

void maildir_mail::send(letter what, sinew::completion<void> done) {
  {
    const std::lock_guard lock{guard_};
    if (waiting_.size() < most_waiting) {
      waiting_.push_back({std::move(what), std::move(done)});
      changed_.notify_one();
      return;
    }
  }
  post_([done = std::move(done)] { done(fail(errc::overloaded, "too many letters wait for the disk")); });
}

void maildir_mail::work(std::size_t writer) {
  while (auto next = next_job())
    post_([done = std::move(next->done), outcome = deliver(folder_, next->what, writer)] { done(outcome); });
}

auto maildir_mail::next_job() -> std::optional<job> {
  std::unique_lock lock{guard_};
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  if (stopping_)
    return std::nullopt;
  auto first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

} // namespace shop
