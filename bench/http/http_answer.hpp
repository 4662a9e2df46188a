// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// A whole answer. Views, good until its reader takes more.
struct http_answer {
  unsigned status = 0;
  /// All lines behind the status line.
  std::string_view headers;
  std::string_view body;
  /// The server keeps the connection open.
  bool is_kept = true;

  /// The value of the first header of that name, whatever its case; empty: there is none.
  [[nodiscard]] auto header(std::string_view name) const -> std::string_view;
};

/// Reads answers to requests of one connection, one behind the other: HTTP/1.1 whose bodies have a Content-Length, or none. Not for
/// HEAD. Holds an answer of at most 64 KiB.
class answer_reader {
 public:
  enum class progress : std::uint8_t {
    incomplete,
    complete, ///< see `answer`; then `forget`
    broken,   ///< it is no such answer; nothing more can be read from there
  };

  answer_reader() : bytes_(largest) {}

  /// Where to read the next bytes into; never empty unless the last ones made it complete or broken.
  auto room() -> std::span<char> { return std::span{bytes_}.subspan(size_); }
  /// So many were read into it.
  auto took(std::size_t count) -> progress;
  [[nodiscard]] auto answer() const -> const http_answer& { return answer_; }
  /// What has been read is of no interest any more.
  void forget();

 private:
  static constexpr std::size_t largest = 64 * 1024;

  auto read_head(std::string_view head) -> bool;

  std::vector<char> bytes_;
  std::size_t size_ = 0;
  std::size_t head_size_ = 0; // 0: not there yet
  std::size_t body_size_ = 0;
  http_answer answer_;
};

} // namespace sinew::bench
