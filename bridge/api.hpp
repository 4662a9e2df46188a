// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sinew {

/// How long the broker's management API may take. Generous: on a cluster it goes through a vote.
inline constexpr std::chrono::milliseconds api_patience{5'000};

/// An answer of the broker's management API: its JSON, or the broker's reason (both are answers).
struct api_answer {
  nlohmann::json body;
  /// The broker's own code (`err_code`); 0: no error.
  int code = 0;
  std::string reason;

  [[nodiscard]] auto is_error() const -> bool { return code != 0; }
  /// The broker's reason as an error of ours; `what` names the thing asked for.
  [[nodiscard]] auto as_error(std::string_view what) const -> tl::unexpected<error>;
};

/// Reads one. invalid_input when it is no JSON object.
auto read_api_answer(std::string_view text) -> result<api_answer>;

/// Codes that we act on.
namespace api_code {
inline constexpr int no_suitable_servers = 10005;
inline constexpr int cluster_not_available = 10008;
inline constexpr int consumer_not_created = 10012;
inline constexpr int consumer_not_found = 10014;
inline constexpr int no_message_found = 10037;
inline constexpr int message_delete_failed = 10057;
inline constexpr int stream_name_in_use = 10058;
inline constexpr int stream_not_found = 10059;
inline constexpr int wrong_last_sequence = 10071;
inline constexpr int not_clustered = 10074;
inline constexpr int consumer_exists = 10148;
} // namespace api_code

/// Asks the management API on `subject`. Errors: those of `connection::request`; invalid_input when the answer is no JSON.
void call_api(connection& with, std::string_view subject, const nlohmann::json& body, completion<api_answer> done);

} // namespace sinew
