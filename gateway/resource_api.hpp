// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

#include <memory>
#include <vector>

namespace sinew::gateway {

/// Serves one resource: its actions, and `GET <path>/{id}` with its version as ETag. Loop's thread.
class resource_api {
 public:
  /// What all resources use; must outlive them.
  struct surroundings {
    client& with;
    guarded_services& services;
    command_flow& flow;
  };

  resource_api(surroundings with, resource what) : with_{with}, what_{std::move(what)} {}

  /// Rows that call this, which must outlive them.
  auto routes() -> std::vector<route>;
  [[nodiscard]] auto what() const -> const resource& { return what_; }

 private:
  using shared_draft = std::shared_ptr<command_draft>;

  /// Empty: the request has no key that would say so.
  [[nodiscard]] auto made_id(const action& asked, const call& made) const -> std::string;
  void show(const call& made, const http_answer& answer);
  void perform(const action& asked, const call& made, const http_answer& answer);
  /// Reads what stands in the request.
  auto draft_of(const action& asked, const call& made) const -> tl::expected<shared_draft, problem>;
  /// Of the aggregate that is asked for something, or made.
  [[nodiscard]] auto id_of(const action& asked, const call& made, const std::string& key) const -> std::string;
  [[nodiscard]] auto is_own(const call& made) const -> bool;
  /// 404 where there is none, or none of theirs.
  void look(const shared_draft& draft, next_step next);
  void prepare(const action& asked, const shared_draft& draft, next_step next);
  void send(const action& asked, const shared_draft& draft, const uuid& command_id, const http_answer& answer);

  surroundings with_;
  resource what_;
};

} // namespace sinew::gateway
