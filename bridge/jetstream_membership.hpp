// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <string_view>

namespace sinew {

/// Who is alive, in the key-value bucket `nodes`: one key for each node, which the broker removes after five seconds
/// without news.
class jetstream_membership final : public membership {
 public:
  /// `with` must outlive it.
  explicit jetstream_membership(connection& with) : with_{with} {}

  void announce(const node_record& self) override;
  void leave(const node_record& self) override;

 private:
  connection& with_;
};

/// The JSON under a node's key.
auto write_node_record(const node_record& r) -> std::string;
/// invalid_input: the text is no such record.
auto read_node_record(std::string_view json) -> result<node_record>;

} // namespace sinew
