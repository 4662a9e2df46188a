// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <functional>
#include <string_view>

namespace sinew {

/// Finds envelopes in bytes that carry no lengths, as `nats sub --raw` prints them: body, newline, body, newline …
///
/// An envelope begins where its file identifier stands four bytes further on. Cut short it does not verify, so the first
/// end at which it does is its own: tried are the beginnings of others, and the end of what has come so far. Bytes that belong
/// to no envelope are handed over as they are, for somebody to say so.
class envelope_stream {
 public:
  using sink = std::function<void(bytes_view body)>;

  explicit envelope_stream(sink to) : to_{std::move(to)} {}

  void take(bytes_view piece);
  /// Nothing more comes.
  void finish();

 private:
  auto give_one(bool at_end) -> bool;
  void give_garbage(std::size_t size);

  sink to_;
  bytes open_;
  std::size_t told_ = 0; // so many of the first of them belong to an envelope that was handed over
};

/// invalid_input: no such text.
auto from_hex(std::string_view text) -> result<bytes>;

} // namespace sinew
