// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sinew::gateway {

/// One request on its way to its handler.
struct call {
  std::shared_ptr<const http_request> request;
  /// What stands in the path for the pattern's `{name}`s, decoded; not judged otherwise.
  std::vector<std::pair<std::string, std::string>> path;
  /// Who asks: recorded on what it leads to.
  std::string caller = "anonymous";

  /// Precondition: the pattern has it.
  [[nodiscard]] auto at(std::string_view name) const -> const std::string&;
};

using call_handler = std::function<void(const call&, http_answer)>;

/// One row of what the gateway serves.
struct route {
  std::string_view method;  // "GET" serves HEAD, too
  std::string_view pattern; // "/v1/orders/{id}"
  call_handler handler;
};

/// All that is served, as data.
class route_table {
 public:
  struct match {
    const route* which;
    call made;
  };
  struct no_such_path {};
  struct wrong_method {
    std::string allowed; // "GET, HEAD, OPTIONS"
  };
  /// A percent sign that encodes nothing.
  struct bad_path {};
  using verdict = std::variant<match, no_such_path, wrong_method, bad_path>;

  explicit route_table(std::vector<route> rows) : rows_{std::move(rows)} {}

  /// Points into this.
  [[nodiscard]] auto find(std::shared_ptr<const http_request> asked) const -> verdict;

 private:
  std::vector<route> rows_;
};

} // namespace sinew::gateway
