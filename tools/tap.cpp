// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/checks.hpp"
#include "tools/client/log_reading.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/cloud_event.hpp"
#include "tools/tap/stream_follower.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <limits>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Prints every message on the subject as one JSON object per entry: the CloudEvents 1.0 attributes, our extensions
(version, position, correlationid, causationid, actor, traceparent) and the decoded data. What cannot be decoded is
shown as {"undecodable":true,"subject":…,"reason":…,"size":…,"head_hex":…}.

Without --from-start and --since: what is published from now on, stored or not. With one of them: what the streams hold
from there, then what comes, without a gap or a repetition. * is one token of a subject, > is all the rest.

  evt.<aggregate>.<partition>.<id>.<event>     events
  cmd.<aggregate>.<partition>.<command>        commands on their way
  park.<service>.<aggregate>.<id>              messages that nobody could handle; `sinew park show` tells more

Examples:
  sinew tap 'evt.>'
  sinew tap 'evt.order.*.*.placed' --from-start --count 10
  sinew tap 'evt.*.*.o-1.>' --since 10m | jq -c '[.type, .data]'

Exit codes: 0 --count reached or the reader went away, 2 bad input, 4 unavailable.
)";

struct tap_options {
  std::string subject;
  std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
  bool from_start = false;
  std::string since;
};

/// A subject to listen to: tokens between dots, none empty, none with blanks; `>` only at the end.
auto check_subject(std::string_view subject) -> result<void> {
  const auto wrong = [&](std::string_view why) {
    return fail(errc::invalid_input, fmt::format("'{}' is no subject: {}; quote it, like 'evt.order.>'", subject, why));
  };
  if (subject.find_first_of(" \t\r\n") != subject.npos)
    return wrong("it has a blank in it");
  if (const auto rest = subject.find('>'); rest != subject.npos && rest + 1 != subject.size())
    return wrong("> stands at the end only");
  if (fmt::format(".{}.", subject).find("..") != std::string::npos)
    return wrong("there is nothing between two dots");
  return {};
}

/// One `sinew tap`, once its options are read.
class tapping {
 public:
  tapping(const tap_options& options, const terminal& where) : options_{options}, where_{where} {}

  auto run(const std::string& url) -> exit_code {
    const auto began = begin(url);
    if (!began)
      return where_.failed(began.error());
    const auto enough = [this] { return printed_ >= options_.count; };
    if (!enough())
      (void)client_->where().run_until(enough, loop::clock::duration::max());
    return exit_code::done;
  }

 private:
  auto begin(const std::string& url) -> result<void> {
    if (auto ok = check_subject(options_.subject); !ok)
      return ok;
    const auto start_time = read_start();
    if (!start_time)
      return tl::unexpected{start_time.error()};
    auto opened = client::open(url);
    if (!opened)
      return tl::unexpected{opened.error()};
    client_ = std::move(*opened);
    if (auto ok = mirror_registry(); !ok)
      return ok;
    return options_.from_start || !options_.since.empty() ? follow_streams(*start_time) : subscribe();
  }

  /// RFC 3339; empty: from the start.
  auto read_start() const -> result<std::string> {
    if (options_.since.empty())
      return std::string{};
    return parse_duration(options_.since).map([](std::chrono::milliseconds ago) {
      return to_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now() - ago));
    });
  }

  /// Keeps up with services that register later: a tap may be the first to look.
  auto mirror_registry() -> result<void> {
    auto watched =
        client_->broker().subscribe(subject::bucket_keys(subject::system_bucket), {}, [this](const broker_message& m) {
          values_[std::string{subject::key_in_bucket(subject::system_bucket, m.subject())}] = copy_of(m.body());
          known_ = catalog_of(values_);
        });
    auto values = watched.and_then([this](auto) { return read_system(*client_); });
    return values.map([this](system_values& now) {
      values_.merge(now); // what has been heard meanwhile is newer
      known_ = catalog_of(values_);
      if (known_.services().empty())
        where_.note("sinew: no service has registered yet; until then nothing can be decoded");
    });
  }

  auto subscribe() -> result<void> {
    return client_->broker()
        .subscribe(options_.subject, {}, [this](const broker_message& m) { show(m.subject(), 0, m.body()); })
        .map([](auto) {});
  }

  auto follow_streams(const std::string& start_time) -> result<void> {
    const auto streams = streams_of(*client_, options_.subject);
    if (!streams)
      return tl::unexpected{streams.error()};
    if (streams->empty())
      return fail(errc::not_found,
                  fmt::format("no stream holds '{}'; leave out --from-start and --since to hear what is "
                              "published from now on",
                              options_.subject));
    for (const auto& stream : *streams) {
      followers_.push_back(
          std::make_unique<stream_follower>(*client_, stream_follower::from{stream, options_.subject, start_time},
                                            [this](std::string_view subject, std::uint64_t position, bytes_view body) {
                                              show(subject, position, body);
                                            }));
      auto& follower = *followers_.back();
      auto started = client_->await<void>([&](completion<void> done) { follower.start(std::move(done)); });
      if (!started)
        return started;
    }
    client_->broker().on_state([this](connection::state s) {
      for (const auto& follower : followers_)
        if (s == connection::state::connected)
          follower->resume();
    });
    return {};
  }

  void show(std::string_view subject, std::uint64_t position, bytes_view body) {
    for (const auto& event : cloud_events(known_, subject, body, position))
      if (printed_ < options_.count) {
        where_.line(one_line(event));
        ++printed_;
      }
  }

  const tap_options& options_;
  const terminal& where_;
  std::unique_ptr<client> client_;
  system_values values_;
  catalog known_;
  std::vector<std::unique_ptr<stream_follower>> followers_;
  std::uint64_t printed_ = 0;
};

} // namespace

auto tap_verb() -> verb {
  return {"Look", "tap", "watch messages on any subject, decoded, one JSON object per line", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<tap_options>();
            app.add_option("subject", o->subject, "Subject; quote it: 'evt.order.>'")->required();
            app.add_option("--count", o->count, "Stop after so many entries")
                ->default_str("never")
                ->check(whole_number(1, std::numeric_limits<std::uint64_t>::max(),
                                     "count; leave it out to listen until Ctrl-C"));
            auto* start = app.add_flag("--from-start", o->from_start, "Begin with the oldest that is stored");
            app.add_option("--since", o->since, "Begin with what was stored since then: 10m, 2h")->excludes(start);
            return [o](const common_options& common, const terminal& where) {
              return tapping{*o, where}.run(common.nats);
            };
          }};
}

} // namespace sinew
