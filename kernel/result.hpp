// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/error.hpp"

#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace sinew {

/// A value, or the world's no. Errors are values across every boundary; exceptions stop at the edge.
template <class T>
using result = tl::expected<T, error>;

/// `return fail(errc::not_found, "no order o-1");`
inline auto fail(errc code, std::string what) -> tl::unexpected<error> {
  return tl::unexpected<error>{error{code, std::move(what)}};
}

/// What an asynchronous call answers with. Called exactly once, on the loop's thread, never from inside the call itself.
template <class T>
using completion = std::function<void(result<T>)>;

} // namespace sinew
