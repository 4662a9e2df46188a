// SPDX-License-Identifier: Apache-2.0
#include "bridge/node_record.hpp"

#include "kernel/names.hpp"
#include "kernel/number_ranges.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

auto write_node_record(const node_record& r) -> std::string {
  const nlohmann::json all = {{"service", r.service},
                              {"node", r.node},
                              {"pid", r.pid},
                              {"machine", r.machine},
                              {"version", r.version},
                              {"started", to_rfc3339(r.started)},
                              {"started_ns", to_unix_ns(r.started)},
                              {"state", r.state},
                              {"partitions", write_ranges(r.partitions)},
                              {"lanes", r.lanes},
                              {"variant", r.variant}};
  return all.dump();
}

auto read_node_record(std::string_view text) -> result<node_record> {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    // What is no integer may be a number that fits into none.
    for (const auto* field : {"pid", "started_ns"})
      if (!json.at(field).is_number_integer())
        return fail(errc::invalid_input, "not the record of a node");
    auto partitions = read_ranges(json.value("partitions", ""), partition_count);
    if (!partitions)
      return tl::unexpected{partitions.error()};
    return node_record{.service = json.at("service"),
                       .node = json.at("node"),
                       .pid = json.at("pid"),
                       .version = json.at("version"),
                       .started = from_unix_ns(json.at("started_ns")),
                       .state = json.at("state"),
                       .partitions = std::move(*partitions),
                       .lanes = json.value("lanes", std::vector<std::string>{}),
                       .machine = json.value("machine", ""),
                       .variant = json.value("variant", std::string{main_variant})};
  } catch (const nlohmann::json::exception&) {
    return fail(errc::invalid_input, "not the record of a node");
  }
}

} // namespace sinew
