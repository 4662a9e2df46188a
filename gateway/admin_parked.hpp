// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "gateway/route_table.hpp"
#include "tools/park/parked_reading.hpp"

#include <cstddef>
#include <vector>

namespace sinew::gateway {

/// `/v1/admin/parked`: messages that a service could not handle, and the way back for them. Loop's thread.
///
///   GET  /v1/admin/parked                                 by reason: ?service, reason
///   GET  /v1/admin/parked/{service}/{aggregate}/{id}      those of one key, in order
///   POST /v1/admin/parked/{service}/{aggregate}/{id}/redrive   {}: have a node handle them again, for some seconds
///   POST /v1/admin/parked/{service}/{aggregate}/{id}/drop      {"up_to":place} or {"all":true}; with "set_aside":true what is
///                                                              in no queue
class admin_parked {
 public:
  /// Both must outlive it, and it the loop's last turn.
  admin_parked(client& with, const registry_mirror& known) : with_{with}, known_{known} {}

  auto routes() -> std::vector<route>;

 private:
  void list(const call& made, const http_answer& answer);
  void show(const call& made, const http_answer& answer);
  void redrive(const call& made, const http_answer& answer);
  void drop(const call& made, const http_answer& answer);

  client& with_;
  const registry_mirror& known_;
  std::size_t redrives_ = 0; // under way
};

} // namespace sinew::gateway
