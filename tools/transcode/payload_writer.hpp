// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/transcode/schema_book.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace flatbuffers {
class Parser;
}

namespace sinew {

/// Turns JSON into the FlatBuffers of one service's schema. One thread. Keeps FlatBuffers' parser, which is slow to
/// make and quick to use again. `book` must outlive it.
class payload_writer {
 public:
  explicit payload_writer(const schema_book& book);
  payload_writer(payload_writer&&) noexcept;
  auto operator=(payload_writer&&) -> payload_writer& = delete;
  ~payload_writer();

  /// The FlatBuffer of `table`, built from `value`. unknown_type: no such table. invalid_input names the field at
  /// fault, see `check_json`.
  auto write(std::string_view table, const nlohmann::ordered_json& value) -> result<bytes>;

 private:
  const schema_book& book_;
  std::unique_ptr<flatbuffers::Parser> parser_;
};

} // namespace sinew
