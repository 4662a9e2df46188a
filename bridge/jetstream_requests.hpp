// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <map>
#include <memory>
#include <string>

namespace sinew {

/// Commands and queries as NATS requests; those who serve the same share them in a queue group. Control is not shared.
class jetstream_requests final : public requests {
 public:
  /// `with` must outlive it. Responders may outlive both; they then do nothing.
  explicit jetstream_requests(connection& with);

  void serve_commands(std::string_view aggregate, std::uint32_t partition, request_handler handler) override;
  void stop_commands(std::string_view aggregate, std::uint32_t partition) override;
  void serve_queries(std::string_view service, request_handler handler) override;
  void serve_control(std::string_view node, request_handler handler) override;
  void stop_serving() override;
  void send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) override;

 private:
  /// The handler is told what follows the first `fixed` characters of a subject.
  void serve(const std::string& subjects, std::string_view group, std::size_t fixed, request_handler handler);
  auto answer_to(std::string_view reply) -> responder;

  connection& with_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::map<std::string, connection::subscription_id> served_; // by subject
};

} // namespace sinew
