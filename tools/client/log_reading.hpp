// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sinew {

/// A message as a stream holds it. Nothing in it is verified.
struct log_message {
  std::string stream;
  std::string subject;
  std::uint64_t position = 0;
  std::string stored_at; // RFC 3339, as the broker tells it
  bytes body;
};

/// What is to be read of a log.
struct log_wish {
  std::string stream;
  /// Subjects, with wildcards.
  std::string filter;
  /// RFC 3339: only what was stored from then on; empty: all.
  std::string start_time = {};
  /// Stops behind a page whose last message is that.
  std::function<bool(const log_message&)> enough = [](const log_message&) { return false; };
  /// What is not wanted is dropped page by page, and takes no memory.
  std::function<bool(const log_message&)> is_wanted = [](const log_message&) { return true; };
};

/// All messages of a stream that are wished for, oldest first, read page by page. A stream that does not exist has none.
/// Nothing that was acknowledged before is missing, wherever the stream lies. Loop's thread; `with` must outlive the answer.
void ask_log(connection& with, log_wish what, completion<std::vector<log_message>> done);
/// The same, waited for.
auto read_log(client& with, log_wish what) -> result<std::vector<log_message>>;

/// The newest message of each subject that matches one of `filters` (up to 1024 subjects). `with` must outlive the answer.
void ask_newest(connection& with, const std::string& stream, const std::vector<std::string>& filters,
                completion<std::vector<log_message>> done);
/// The same, waited for.
auto read_newest(client& with, const std::string& stream, const std::vector<std::string>& filters)
    -> result<std::vector<log_message>>;

/// The streams that hold subjects matching `filter`, by name.
auto streams_of(client& with, const std::string& filter) -> result<std::vector<std::string>>;

} // namespace sinew
