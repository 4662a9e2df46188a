// SPDX-License-Identifier: Apache-2.0
#include "bridge/spent_messages.hpp"

#include <nats/nats.h>
#include <array>
#include <cstddef>
#include <span>

namespace sinew {

namespace {

class pile {
 public:
  pile() = default;
  ~pile() { clear(); }
  pile(const pile&) = delete;
  auto operator=(const pile&) -> pile& = delete;

  void add(natsMsg* spent) {
    messages_[count_++] = spent;
    bytes_ += static_cast<std::size_t>(natsMsg_GetDataLength(spent));
    if (count_ == messages_.size() || bytes_ >= most_bytes)
      clear();
  }

 private:
  static constexpr std::size_t most_bytes = 1024 * 1024;

  void clear() {
    for (auto* spent : std::span{messages_}.first(count_))
      natsMsg_Destroy(spent);
    count_ = bytes_ = 0;
  }

  std::array<natsMsg*, 256> messages_{};
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

thread_local pile spent_here;

} // namespace

void destroy_soon(__natsMsg* spent) {
  if (spent != nullptr)
    spent_here.add(spent);
}

} // namespace sinew
