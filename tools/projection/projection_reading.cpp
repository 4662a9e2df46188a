// SPDX-License-Identifier: Apache-2.0
#include "tools/projection/projection_reading.hpp"

#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

namespace sinew {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds node_patience{2};

auto read_copy(const json& from, copy_view known) -> copy_view {
  known.copy = field_or(from, "copy", std::uint64_t{0});
  known.state = field_or(from, "state", "?");
  known.position = field_or(from, "position", std::uint64_t{0});
  known.lag = field_or(from, "lag", std::uint64_t{0});
  known.bytes = field_or(from, "bytes", std::uint64_t{0});
  known.passed_over = field_or(from, "passed_over", std::uint64_t{0});
  known.why = field_or(from, "why", "");
  return known;
}

} // namespace

auto read_node_copies(const std::string& node, std::string_view text) -> node_copies {
  const auto said = json::parse(text, nullptr, false);
  if (!said.is_object())
    return {node, {}, "it answers with something else than JSON"};
  node_copies all{node, {}, field_or(said, "error", "")};
  if (!said.contains("read_models") || !said["read_models"].is_array())
    return all;
  for (const auto& model : said["read_models"]) {
    if (!model.is_object())
      continue;
    const copy_view known{.service = field_or(said, "service", ""),
                          .node = node,
                          .model = field_or(model, "model", ""),
                          .version = field_or(model, "version", std::uint64_t{0})};
    all.copies.push_back(read_copy(model, known));
    if (const auto& next = object_in(model, "next"); !next.empty()) {
      all.copies.push_back(read_copy(next, known));
      all.copies.back().is_next = true;
    }
  }
  return all;
}

auto ask_nodes(client& with, const std::vector<std::string>& nodes, std::string_view verb) -> std::vector<node_copies> {
  std::vector<node_copies> all(nodes.size());
  std::size_t awaited = nodes.size();
  for (std::size_t i = 0; i < nodes.size(); ++i)
    with.broker().request(subject::control(nodes[i], verb), {}, {}, node_patience,
                          [&, i](const result<broker_message>& answer) {
                            --awaited;
                            all[i] = answer ? read_node_copies(nodes[i], as_text(answer->body()))
                                            : node_copies{nodes[i], {}, to_string(answer.error()), true};
                          });
  while (awaited > 0)
    with.where().turn(node_patience); // each ends by its own deadline
  return all;
}

} // namespace sinew
