// SPDX-License-Identifier: Apache-2.0
#include "actors/node_control.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

auto is_control_request(const incoming_request& request) -> bool {
  return request.body.empty() && request.respond;
}

auto control_step_for(std::string_view verb, std::string_view state) -> control_step {
  if (verb == "drain") {
    if (state == "ready")
      return control_step::drain;
    return state == "draining" || state == "drained" ? control_step::nothing : control_step::refuse;
  }
  if (verb == "resume") {
    if (state == "draining" || state == "drained")
      return control_step::resume;
    return state == "ready" ? control_step::nothing : control_step::refuse;
  }
  return control_step::refuse;
}

auto control_answer(const node_record& self, std::string_view fault) -> bytes {
  nlohmann::json all = {{"ok", fault.empty()}, {"node", self.node}, {"state", self.state}};
  if (!fault.empty())
    all["error"] = fault;
  return copy_of(as_bytes(all.dump()));
}

} // namespace sinew
