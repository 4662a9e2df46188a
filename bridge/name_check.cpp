// SPDX-License-Identifier: Apache-2.0
#include "bridge/name_check.hpp"

#include "actors/ports.hpp"
#include "bridge/api.hpp"
#include "bridge/insist.hpp"
#include "bridge/node_record.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>

namespace sinew {

namespace {

// What is heard at once may be the last word of a node that has just been killed, on its way through the broker.
constexpr std::chrono::milliseconds echo{200};
constexpr std::chrono::milliseconds patience{10'000}; // with a cluster that chooses a leader

/// Kept alive by the completions and handlers it hands out; ends by its own timer.
class name_checking : public std::enable_shared_from_this<name_checking> {
 public:
  name_checking(connection& with, std::string_view service, std::string_view node, completion<void> done)
      : with_{with},
        service_{service},
        node_{node},
        key_{subject::bucket_key(subject::nodes_bucket, subject::node_key(service, node))},
        done_{std::move(done)} {}

  void start() {
    with_.request(subject::api("DIRECT.GET.", subject::bucket_stream(subject::nodes_bucket), key_), {}, {},
                  api_patience,
                  [self = shared_from_this()](const result<broker_message>& last) { self->on_last(last); });
  }

 private:
  void on_last(const result<broker_message>& last) {
    if (!last)
      return end(tl::unexpected{last.error()});
    if (last->header("Nats-Sequence").empty() || !last->header("KV-Operation").empty())
      return end({}); // never heard of, or it has said goodbye
    begun_ = with_.where().now();
    auto listening =
        with_.subscribe(key_, {}, [self = shared_from_this()](const broker_message& m) { self->on_beat(m); });
    if (!listening)
      return end(tl::unexpected{listening.error()});
    ear_ = *listening;
    with_.where().after(silence_limit, [self = shared_from_this()] { self->end({}); });
  }

  void on_beat(const broker_message& m) {
    if (with_.where().now() - begun_ < echo)
      return;
    if (const auto other = read_node_record(as_text(m.body())))
      end(fail(errc::conflict, fmt::format("a node '{}' of service {} is running already (process {}, since {}); give "
                                           "this one another name with --node",
                                           node_, service_, other->pid, to_rfc3339(other->started))));
  }

  void end(result<void> outcome) {
    if (!done_)
      return;
    const auto tell = std::exchange(done_, nullptr);
    if (ear_)
      with_.unsubscribe(*std::exchange(ear_, std::nullopt));
    tell(std::move(outcome));
  }

  connection& with_;
  std::string service_;
  std::string node_;
  std::string key_;
  completion<void> done_;
  loop::time_point begun_{};
  std::optional<connection::subscription_id> ear_;
};

} // namespace

void check_name(connection& with, std::string_view service, std::string_view node, completion<void> done) {
  insist(
      with.where(), with.where().now() + patience,
      [&with, service = std::string{service}, node = std::string{node}](completion<void> next) {
        std::make_shared<name_checking>(with, service, node, std::move(next))->start();
      },
      std::move(done));
}

} // namespace sinew
