// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"

#include <cstdint>
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

/// All messages of a stream on subjects that match `filter`, oldest first; from `start_time` (RFC 3339) on, unless it is
/// empty. Reads page by page and stops behind a page whose last message is `enough`. A stream that does not exist has none.
/// Nothing that was acknowledged before is missing, wherever the stream lies.
auto read_log(
    client& with, const std::string& stream, const std::string& filter, const std::string& start_time = {},
    const std::function<bool(const log_message&)>& enough = [](const log_message&) { return false; })
    -> result<std::vector<log_message>>;

/// The newest message of each subject that matches one of `filters` (up to 1024 subjects). `with` must outlive the answer.
void ask_newest(connection& with, const std::string& stream, const std::vector<std::string>& filters,
                completion<std::vector<log_message>> done);
/// The same, waited for.
auto read_newest(client& with, const std::string& stream, const std::vector<std::string>& filters)
    -> result<std::vector<log_message>>;

/// The streams that hold subjects matching `filter`, by name.
auto streams_of(client& with, const std::string& filter) -> result<std::vector<std::string>>;

} // namespace sinew
