// SPDX-License-Identifier: Apache-2.0
// The responder of `sinew bench`'s floors, a process of its own like a service's node. `sinew bench` starts and ends it.
#include "bench/floor/command_server.hpp"
#include "bench/floor/query_server.hpp"
#include "bench/floor/saga_server.hpp"
#include "bridge/termination.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <optional>
#include <string>

namespace {

using namespace sinew::bench;

struct floor_options {
  std::string nats;
  std::string aggregate;
  std::size_t answer = 0;
  std::string saga;
  std::uint32_t articles = 1;
};

auto told(const sinew::error& why) -> int {
  std::fprintf(stderr, "sinew-floor: %s\n", why.what.c_str());
  return 4;
}

/// All that answers.
class floor_servers {
 public:
  floor_servers(plain_link& on, plain_journal& log, const floor_options& o) {
    if (!o.aggregate.empty()) {
      commands_.emplace(on, log, o.aggregate);
      queries_.emplace(on, o.aggregate, o.answer);
    }
    if (!o.saga.empty())
      sagas_.emplace(on, log, o.saga, o.articles);
  }

  auto serve() -> sinew::result<void> {
    return served(commands_).and_then([&] { return served(queries_); }).and_then([&] { return served(sagas_); });
  }

 private:
  template <class Server>
  static auto served(std::optional<Server>& one) -> sinew::result<void> {
    return one ? one->serve() : sinew::result<void>{};
  }

  std::optional<command_server> commands_;
  std::optional<query_server> queries_;
  std::optional<saga_server> sagas_;
};

auto serve(const floor_options& o) -> int {
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
  bool lost = false;
  const auto stop = [&loop] { loop.stop(); };
  const sinew::termination ending{poller, stop};
  auto link = plain_link::open(loop, poller, o.nats, [&] {
    lost = true;
    loop.stop();
  });
  if (!link)
    return told(link.error());
  const auto log = plain_journal::open(**link);
  if (!log)
    return told(log.error());
  floor_servers all{**link, **log, o};
  if (const auto served = all.serve(); !served)
    return told(served.error());
  if (const auto heard = (*link)->settle(); !heard)
    return told(heard.error());
  std::puts("ready");
  std::fflush(stdout);
  loop.run();
  return lost ? told({sinew::errc::unavailable, "the connection to nats-server broke"}) : 0;
}

} // namespace

auto main(int argc, char** argv) -> int {
  floor_options o;
  CLI::App app{"Answers the commands and queries of `sinew bench` in plain nats.c. Not for people."};
  app.add_option("--nats", o.nats, "Address of the broker")->required();
  app.add_option("--aggregate", o.aggregate, "Whose commands and queries it answers; a stream must hold its events");
  app.add_option("--answer", o.answer, "Bytes of the answer to a query (default: as few as it can have)");
  app.add_option("--saga", o.saga, "Takes orders through all their steps, on streams whose names begin so");
  app.add_option("--articles", o.articles, "So many articles are ordered")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  return serve(o);
}
