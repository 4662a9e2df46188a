// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/sandbox/http_server.hpp"
#include "services/sandbox/ledger.hpp"
#include "services/sandbox/trade.hpp"

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <vector>

namespace shop {

/// Where one trade is done: grants or denies by id, once; voids, and then never grants that id again.
///
/// A slow grant is decided only when its time has come: asked again meanwhile it is the same one, and voided meanwhile it
/// becomes a denial. One thread, that of `io`.
class desk {
 public:
  /// Both must outlive the desk.
  desk(boost::asio::io_context& io, ledger& book, trade rules);

  [[nodiscard]] auto rules() const -> const trade& { return rules_; }

  /// 200 with the decision, 400 for a bad body, 409 when the id was used for something else, 503 where the rules say so.
  void put(const std::string& id, const std::string& body, answerer answer);
  void remove(const std::string& id, const answerer& answer);
  /// All decisions, and what was granted and not voided, summed up by currency where there are amounts.
  [[nodiscard]] auto list() const -> served_answer;

 private:
  struct pending {
    nlohmann::json details;
    boost::asio::steady_timer timer;
    std::vector<answerer> waiting;
  };

  void decide(const std::string& id, const ruling& made, const nlohmann::json& details, answerer answer);
  void begin_slow(const std::string& id, std::chrono::seconds after, const nlohmann::json& details, answerer answer);
  void end_slow(const std::string& id, ledger_entry entry);
  auto settled(const std::string& id, ledger_entry entry) -> served_answer;
  [[nodiscard]] auto answer_from(const ledger_entry& entry) const -> served_answer;
  [[nodiscard]] auto name_of(const std::string& id) const -> ledger::name { return {std::string{rules_.name}, id}; }

  boost::asio::io_context& io_;
  ledger& book_;
  const trade rules_;
  std::map<std::string, pending> slow_;
};

/// {"error": what}
auto complaint(unsigned status, const std::string& what) -> served_answer;

} // namespace shop
