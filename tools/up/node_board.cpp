// SPDX-License-Identifier: Apache-2.0
#include "tools/up/node_board.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

void node_board::await(std::string_view service, std::string_view node) {
  missing_.insert(std::string{service} + "." + std::string{node});
}

void node_board::take(std::string_view key, bytes_view value) {
  const auto record = nlohmann::json::parse(as_text(value), nullptr, false);
  if (!record.is_object())
    return;
  const auto state = record.find("state");
  if (state != record.end() && *state == "ready")
    if (const auto found = missing_.find(key); found != missing_.end())
      missing_.erase(found);
}

auto node_board::missing() const -> std::string {
  std::string names;
  for (const auto& key : missing_)
    names += (names.empty() ? "" : ", ") + key.substr(key.find('.') + 1);
  return names;
}

} // namespace sinew
