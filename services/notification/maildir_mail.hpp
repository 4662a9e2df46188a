// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "services/notification/mail.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace shop {

/// Delivers letters into a maildir folder, where any mail reader can look at them.
///
/// A letter is written to tmp/, flushed to the disk and renamed into new/ (maildir(5)). Its file name is made from its id
/// alone, so that a repetition finds the first one, in new/ or, once read, in cur/. Files are written by threads of its
/// own. `send` belongs to the loop's thread, and so does the destructor, once the loop is done: letters still queued are
/// then left to the next life (their events are not acknowledged).
class maildir_mail final : public mail {
 public:
  /// Letters waiting for the disk; one more is `overloaded`.
  static constexpr std::size_t most_waiting = 256;
  /// Threads that write. They spend their lives waiting for the disk, and a file system flushes what several wait for
  /// in one go.
  static constexpr std::size_t writers = 16;

  /// Touches nothing yet.
  maildir_mail(std::filesystem::path folder, sinew::poster post);
  ~maildir_mail() override;

  /// Makes the folders that are missing. system_failure names the folder that cannot be made or written.
  [[nodiscard]] auto prepare() const -> sinew::result<void>;

  void send(letter what, sinew::completion<void> done) override;

 private:
  struct job {
    letter what;
    sinew::completion<void> done;
  };

  void work(std::size_t writer);
  auto next_job() -> std::optional<job>;

  const std::filesystem::path folder_;
  const sinew::poster post_;
  std::mutex guard_; // of the two below
  std::deque<job> waiting_;
  bool stopping_ = false;
  std::condition_variable changed_;
  std::vector<std::thread> workers_;
};

} // namespace shop
