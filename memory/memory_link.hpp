// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/result.hpp"

#include <memory>
#include <string>
#include <utility>

namespace sinew {

/// The connection between a node and the broker: where the node's callbacks run, and whether they still may.
///
/// Whatever the broker owes the node goes through here, so that nothing reaches a node that is gone.
class memory_link {
 public:
  /// `where` must outlive the link.
  memory_link(std::string node, loop& where) : node_{std::move(node)}, where_{where} {}

  [[nodiscard]] auto node() const -> const std::string& { return node_; }
  [[nodiscard]] auto is_up() const -> bool { return *up_; }
  /// Nothing that was posted before, or is posted after, runs any more.
  void cut() { *up_ = false; }

  /// Runs `w` on the node's loop in a later turn, unless the link is cut by then.
  void post(loop::work w) { where_.post(guarded(std::move(w))); }
  auto after(loop::clock::duration delay, loop::work w) -> loop::timer_id {
    return where_.after(delay, guarded(std::move(w)));
  }
  void cancel(loop::timer_id timer) { where_.cancel(timer); }
  [[nodiscard]] auto where() -> loop& { return where_; }
  [[nodiscard]] auto now() const -> loop::time_point { return where_.now(); }

  /// Completes a call, in a later turn.
  template <class T>
  void answer(completion<T> done, result<T> with) {
    post([done = std::move(done), with = std::move(with)] { done(with); });
  }

 private:
  auto guarded(loop::work w) const -> loop::work {
    return [up = up_, w = std::move(w)] {
      if (*up)
        w();
    };
  }

  std::string node_;
  loop& where_;
  std::shared_ptr<bool> up_ = std::make_shared<bool>(true);
};

} // namespace sinew
