// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/sandbox.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <string>

namespace {

struct options {
  std::uint16_t port = 8090;
  std::string data_dir;
};

constexpr int environment_at_fault = 2;

auto complain(const sinew::error& problem) -> int {
  std::fprintf(stderr, "sinew-sandbox: %s\n", problem.what.c_str());
  return environment_at_fault;
}

auto open_ledger(const options& wanted) -> sinew::result<shop::ledger> {
  if (wanted.data_dir.empty())
    return shop::ledger{};
  return shop::ledger::open(wanted.data_dir);
}

/// Serves until SIGTERM or SIGINT.
auto serve(const options& wanted) -> int {
  auto book = open_ledger(wanted);
  if (!book)
    return complain(book.error());
  boost::asio::io_context io{1};
  shop::sandbox parties{io, std::move(*book)};
  shop::http_server server{io, {}, [&](const shop::served_request& request, shop::answerer answer) {
                             parties.handle(request, std::move(answer));
                           }};
  boost::asio::signal_set signals{io, SIGTERM, SIGINT};
  signals.async_wait([&](const auto&, int) { io.stop(); });
  const auto port = server.listen(wanted.port);
  if (!port)
    return complain(port.error());
  std::printf("sandbox ready url=http://127.0.0.1:%u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  io.run();
  return 0;
}

} // namespace

auto main(int argc, char** argv) -> int {
  options wanted;
  CLI::App app{"The outside parties of the shop, pretended: a card provider and a carrier over HTTP on 127.0.0.1."};
  app.add_option("--port", wanted.port, "Port to listen on; 0 takes a free one")->capture_default_str();
  app.add_option("--data-dir", wanted.data_dir, "Folder to remember in across restarts; without one, in memory only");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : environment_at_fault;
  }
  return serve(wanted);
}
