// SPDX-License-Identifier: Apache-2.0
#include "telemetry/json_log.hpp"

#include "kernel/time.hpp"
#include "telemetry/trace_context.hpp"
#include "telemetry/work_scope.hpp"

#include <spdlog/details/log_msg.h>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

auto text(spdlog::string_view_t from) -> std::string {
  return {from.data(), from.size()};
}

} // namespace

void json_log::format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& to) {
  nlohmann::ordered_json told = {
      {"time", to_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(line.time))},
      {"level", text(spdlog::level::to_string_view(line.level))},
      {"node", text(line.logger_name)},
      {"message", text(line.payload)}};
  const auto& work = work_scope::current();
  if (const auto where = parse_traceparent(work.trace)) {
    told["trace_id"] = trace_id_text(where->trace);
    told["span_id"] = span_id_text(where->span);
  }
  if (!work.correlation.empty())
    told["correlation"] = work.correlation;
  // What is no UTF-8 must not cost the line.
  const auto whole = told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  to.append(whole.data(), whole.data() + whole.size());
}

} // namespace sinew
