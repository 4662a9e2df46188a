// SPDX-License-Identifier: Apache-2.0
#include "bench/target/http_scenario.hpp"

#include "bench/http/http_question.hpp"
#include "bench/report/figures.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/email_changes.hpp"
#include "bench/target/http_target.hpp"
#include "bench/target/own_connection.hpp"
#include "bench/target/shop_door.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace sinew::bench {

namespace {

class http_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need("customer");
    if (!owner)
      return tl::unexpected{owner.error()};
    auto found = find_door(in);
    if (!found)
      return tl::unexpected{found.error()};
    if (auto answers = check_is_gateway(in, *found); !answers)
      return tl::unexpected{answers.error()};
    if (auto there = register_customers(in, **owner, in.what.aggregates); !there)
      return tl::unexpected{there.error()};
    if (auto taken = check_change(in, *found); !taken)
      return tl::unexpected{taken.error()};
    const auto command = email_command(in.with, **owner, in.what);
    if (!command)
      return tl::unexpected{command.error()};
    auto with = own_connection(in);
    if (!with)
      return tl::unexpected{with.error()};
    return std::unique_ptr<scenario>{new http_scenario{in, std::move(*found), *command, std::move(*with)}};
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format(
        "one of {} customers (Zipf {}) changes their email: PUT over {} kept connections to {}; floor: the same "
        "command, sent "
        "to its service over NATS; static: GET {} over the same connections",
        what_.aggregates, what_.skew, lines_->count(), lines_->to().text(), static_path);
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return behind_.get(); }
  auto static_route() -> target* override { return alone_.get(); }
  void after_run(run_result& seen) override { seen.hops = hops_.take(); }
  [[nodiscard]] auto remarks() const -> std::string override;

 private:
  http_scenario(const surroundings& in, shop_door found, const message& command, std::unique_ptr<connection> with)
      : what_{in.what},
        behind_{std::make_unique<command_target>(std::move(with), std::make_unique<email_commands>(command, in.what))},
        lines_{std::move(found.lines)} {
    const auto& to = lines_->to();
    ours_ = std::make_unique<http_target>(
        *lines_, std::make_unique<email_requests>(to, found.token, in.what),
        http_target::listeners{.why_not = &why_not_, .hops = in.what.time_hops ? &hops_ : nullptr});
    alone_ = std::make_unique<http_target>(
        *lines_, std::make_unique<one_request>(to_text({.method = "GET", .path = static_path}, to)),
        http_target::listeners{});
  }

  load what_;
  reason_tally why_not_;
  door_hops hops_;
  std::unique_ptr<command_target> behind_;
  std::unique_ptr<http_target> ours_;
  std::unique_ptr<http_target> alone_;
  std::unique_ptr<http_lines> lines_; // last: what waits in it points to the others
};

auto http_scenario::remarks() const -> std::string {
  std::vector<std::string> said;
  if (const auto reasons = why_not_.text(); !reasons.empty())
    said.push_back("not done, with those of the warm-up: " + reasons);
  if (ours_->too_often() > 0)
    said.push_back(
        "429: the gateway takes only so many requests a second from one client; start it with `sinew up --http-rate "
        "0`, or `sinew-gateway --rate 0`");
  if (lines_->waits() > 0)
    said.push_back(
        fmt::format("{} requests waited for one of the {} connections, which is in their latency (--connections)",
                    count_figure(lines_->waits()), lines_->count()));
  return fmt::format("{}", fmt::join(said, "; "));
}

} // namespace

auto http_scenario_card() -> scenario_card {
  return {.name = "http",
          .about = "a command through the gateway, beside the same command without it, and HTTP alone",
          .prepare = http_scenario::prepare,
          .times_hops = true,
          .asks_gateway = true,
          .usual_rate = 1'000};
}

} // namespace sinew::bench
