// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/formatter.h>

#include <memory>
#include <string_view>

namespace sinew {

/// Log lines as JSON, one object a line: `time` (RFC 3339, UTC), `level`, `node` (the logger's name), `message`; and of what the thread works
/// on just then (telemetry/work_scope.hpp), as far as it is known, `trace_id`, `span_id` and `correlation`.
class json_log final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& to) override;
  [[nodiscard]] auto clone() const -> std::unique_ptr<spdlog::formatter> override {
    return std::make_unique<json_log>();
  }
};

} // namespace sinew
