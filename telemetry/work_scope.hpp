// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sinew {

/// What the current thread is working on just now; empty where it is nothing in particular.
struct current_work {
  std::string_view trace;       ///< a traceparent
  std::string_view correlation; ///< the conversation's id
};

/// Says for as long as it lives what this thread works on: so that log lines, and calls to outside parties, can tell without
/// everybody on the way having to hand it on. What comes back later through the loop is not in the scope any more.
/// The texts must outlive it.
class work_scope {
 public:
  work_scope(std::string_view trace, std::string_view correlation) : before_{now()} { now() = {trace, correlation}; }
  ~work_scope() { now() = before_; }
  work_scope(const work_scope&) = delete;
  auto operator=(const work_scope&) -> work_scope& = delete;

  [[nodiscard]] static auto current() -> const current_work& { return now(); }

 private:
  static auto now() -> current_work& {
    thread_local current_work work;
    return work;
  }

  current_work before_;
};

} // namespace sinew
