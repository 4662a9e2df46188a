// SPDX-License-Identifier: Apache-2.0
// The responder of `sinew bench`'s floors, a process of its own like a service's node. `sinew bench` starts and ends it.
#include "bench/floor/command_server.hpp"
#include "bench/floor/query_server.hpp"
#include "bridge/subjects.hpp"
#include "bridge/termination.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <string>

namespace {

using namespace sinew::bench;

struct floor_options {
  std::string nats;
  std::string aggregate;
  std::size_t answer = 0;
};

auto told(const sinew::error& why) -> int {
  std::fprintf(stderr, "sinew-floor: %s\n", why.what.c_str());
  return 4;
}

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
  const auto log = plain_journal::open(**link, sinew::subject::event_stream(o.aggregate));
  if (!log)
    return told(log.error());
  command_server commands{**link, **log, o.aggregate};
  query_server queries{**link, o.aggregate, o.answer};
  for (const auto& served : {commands.serve(), queries.serve()})
    if (!served)
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
  app.add_option("--aggregate", o.aggregate, "Whose commands it answers; a stream must hold its events")->required();
  app.add_option("--answer", o.answer, "Bytes of the answer to a query (default: as few as it can have)");
  CLI11_PARSE(app, argc, argv);
  return serve(o);
}
