// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/openapi/document.hpp"
#include "gateway/registry_mirror.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sinew::gateway {

/// `GET /openapi.json` and `GET /docs`: what is served, for programs and for people, made anew whenever the services' schemas have
/// changed. Loop's thread.
class documents {
 public:
  /// `known` and the resources must outlive it.
  documents(const registry_mirror& known, std::vector<const resource*> resources)
      : known_{known}, resources_{std::move(resources)} {}

  auto routes() -> std::vector<route>;
  /// All rows that are served, these two among them.
  void describe(std::vector<route> rows) { rows_ = std::move(rows); }

 private:
  void renew();
  void show(const http_answer& answer, std::string_view media_type, const std::string& text);

  const registry_mirror& known_;
  std::vector<const resource*> resources_;
  std::vector<route> rows_;
  std::shared_ptr<const catalog> made_for_;
  std::string json_;
  std::string page_;
};

} // namespace sinew::gateway
