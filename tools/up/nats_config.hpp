// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sinew {

/// What `up` promises about what is stored; the lower case name of the label.
enum class durability_label : std::uint8_t { memory, file, fsync };

auto label_of(durability_label durability) -> std::string_view;

/// How the nats-server that `up` starts is set up.
struct nats_config {
  std::uint16_t port;
  std::filesystem::path store; // JetStream's directory
  durability_label durability = durability_label::file;
};

/// The text of its configuration file: this machine only, JetStream on.
auto config_text(const nats_config& config) -> std::string;

} // namespace sinew
