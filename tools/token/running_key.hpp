// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// The names of the key's two halves in the folder of a system that `sinew up` runs.
inline constexpr std::string_view development_key_name = "development-key.pem";
inline constexpr std::string_view development_jwks_name = "development-jwks.json";

/// The name of the file beside them that says where its gateway listens; there while it does.
inline constexpr std::string_view gateway_url_name = "gateway-url";

/// Tells the person who runs a system, and nobody else, where its development key lies: a link in a folder of theirs
/// (`$XDG_RUNTIME_DIR/sinew`, or `/tmp/sinew-<uid>`), called after the broker's address. Gone with this object; what a killed one
/// left behind is replaced by the next on that address.
class running_key {
 public:
  /// `broker` as in --nats: each of its addresses gets a link. system_failure: the folder is not ours alone.
  static auto tell(std::string_view broker, const std::filesystem::path& key) -> result<running_key>;
  /// The key of the system on that broker. not_found: nobody told; says what to do.
  static auto find(std::string_view broker) -> result<std::filesystem::path>;

  running_key(running_key&&) = default;
  auto operator=(running_key&&) -> running_key& = delete;
  ~running_key();

 private:
  running_key(std::vector<std::filesystem::path> links, std::filesystem::path key)
      : links_{std::move(links)}, key_{std::move(key)} {}

  std::vector<std::filesystem::path> links_;
  std::filesystem::path key_;
};

} // namespace sinew
