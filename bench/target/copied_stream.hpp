// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/client/client.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// A stream with the settings of another: same storage, same replicas, same flags. Removed, with all that is in it, in the
/// destructor.
class copied_stream {
 public:
  /// Errors are the broker's. `with` outlives it.
  static auto make(client& with, const std::string& model, const std::string& name,
                   const std::vector<std::string>& subjects) -> result<std::unique_ptr<copied_stream>>;
  ~copied_stream();
  copied_stream(const copied_stream&) = delete;
  auto operator=(const copied_stream&) -> copied_stream& = delete;

 private:
  copied_stream(client& with, std::string name) : with_{with}, name_{std::move(name)} {}

  client& with_;
  std::string name_;
};

} // namespace sinew::bench
