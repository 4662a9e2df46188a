// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/stream_backlog.hpp"

#include "gateway/http/http_head.hpp"
#include "kernel/assertion.hpp"

#include <utility>

namespace sinew::gateway {

auto stream_backlog::add(std::string_view piece) -> bool {
  SINEW_ASSERT(!ended_);
  if (waiting_.size() + piece.size() > most_)
    return false;
  if (!piece.empty()) // an empty chunk would end the body
    waiting_ += chunked_ ? chunk_of(piece) : std::string{piece};
  return true;
}

void stream_backlog::end() {
  if (!std::exchange(ended_, true) && chunked_)
    waiting_ += last_chunk;
}

auto stream_backlog::take() -> std::string {
  return std::exchange(waiting_, {});
}

} // namespace sinew::gateway
