// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "gateway/identity/identity.hpp"
#include "gateway/openapi/operation.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sinew::gateway {

struct request_times;

/// One request on its way to its handler.
struct call {
  std::shared_ptr<const http_request> request;
  /// What stands in the path for the pattern's `{name}`s, decoded; not judged otherwise.
  std::vector<std::pair<std::string, std::string>> path;
  /// Who asks, and their `subject`: recorded on what it leads to.
  identity who = {};
  std::string caller = "anonymous";
  /// The traceparent for what it leads to; empty: none. A command may be written long after its request came.
  std::string trace = {};
  /// Where its times are written down; null, as mostly: nobody asked.
  std::shared_ptr<request_times> times = nullptr;

  /// Precondition: the pattern has it.
  [[nodiscard]] auto at(std::string_view name) const -> const std::string&;
};

using call_handler = std::function<void(const call&, http_answer)>;

/// One row of what the gateway serves.
struct route {
  std::string_view method; // "GET" serves HEAD, too
  std::string pattern;     // "/v1/orders/{id}"
  call_handler handler;
  /// Who may call it. Who has a role may; a row for others says so.
  access needs = access::signed_in;
  /// The pattern's parameter that is a customer's id, if one is: other customers are told that nothing is there.
  std::string_view owner = {};
  /// The id of what a request makes, where the pattern has no `{id}` and yet it is known before; empty: it is not. May be unset.
  std::function<std::string(const call&)> made_id = {};
  /// Whether it counts when somebody asks too often. Probes do not: who watches us must not be told to come later.
  bool is_metered = true;
  /// What its document says.
  operation about = {};
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

  explicit route_table(std::vector<route> rows);
  route_table(route_table&&) = default;
  auto operator=(route_table&&) -> route_table& = default;

  /// Points into this.
  [[nodiscard]] auto find(std::shared_ptr<const http_request> asked) const -> verdict;

 private:
  std::vector<route> rows_;
  std::vector<std::vector<std::string_view>> patterns_; // theirs, in parts; point into them
};

} // namespace sinew::gateway
