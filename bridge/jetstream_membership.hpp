// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node_watch.hpp"
#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/node_record.hpp"
#include "bridge/watched_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sinew {

/// Who is alive, in the key-value bucket `nodes`: one key for each node, which the broker removes after five seconds
/// without news (its clock counts whole seconds; who is dead is decided earlier, by those who watch). The rule by which the
/// nodes of `service` share their work is a key of the bucket `system`.
///
/// A watch reads the bucket once and then hears every heartbeat as it is published, by an ordinary subscription on the
/// bucket's subjects: no consumer, and nothing stored between the two. The rule, which nobody repeats, is read from the
/// stream's leader (watched_key.hpp).
class jetstream_membership final : public membership {
 public:
  /// `with` must outlive it.
  jetstream_membership(connection& with, std::string_view service);

  void announce(const node_record& self) override;
  void leave(const node_record& self) override;
  void watch(view_handler handler) override;

 private:
  void read_bucket();
  void read_bucket_again();
  void take(const broker_message& m);
  void on_rule(std::string_view text);
  void judge(std::string_view rule);
  void on_state(connection::state s);

  connection& with_;
  std::string service_;
  std::optional<node_watch> watch_;
  watched_key rule_;
  bool is_rule_known_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
