// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <memory>
#include <vector>

namespace sinew {

/// Commands and queries as NATS requests; those who serve the same share them in a queue group.
class jetstream_requests final : public requests {
 public:
  /// `with` must outlive it. Responders may outlive both; they then do nothing.
  explicit jetstream_requests(connection& with);

  void serve_commands(std::string_view aggregate, request_handler handler) override;
  void serve_queries(std::string_view service, request_handler handler) override;
  void stop_serving() override;
  void send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) override;

 private:
  void serve(const std::string& subjects, std::string_view group, request_handler handler);
  auto answer_to(std::string_view reply) -> responder;

  connection& with_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::vector<connection::subscription_id> served_;
};

} // namespace sinew
