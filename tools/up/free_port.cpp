// SPDX-License-Identifier: Apache-2.0
#include "tools/up/free_port.hpp"

#include "tools/up/child_process.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace sinew {

namespace {

struct held_port {
  descriptor holder;
  std::uint16_t number;
};

auto hold(std::uint16_t wanted) -> result<held_port> {
  held_port held{descriptor{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, 0};
  const int yes = 1; // like the broker itself: old connections of a former run do not count
  setsockopt(held.holder.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(wanted);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(held.holder.get(), generic, size) != 0 || listen(held.holder.get(), 1) != 0)
    return fail(errc::conflict,
                fmt::format("port {} of 127.0.0.1 cannot be had: {}; stop what listens there, choose another with "
                            "--nats-port or --http-port, or use a broker that runs there with --nats "
                            "nats://127.0.0.1:{}",
                            wanted, std::generic_category().message(errno), wanted));
  getsockname(held.holder.get(), generic, &size);
  held.number = ntohs(address.sin_port);
  return held;
}

} // namespace

auto free_port(std::uint16_t wanted) -> result<std::uint16_t> {
  return hold(wanted).map([](const held_port& held) { return held.number; });
}

auto free_ports(const std::vector<std::uint16_t>& wanted) -> result<std::vector<std::uint16_t>> {
  std::vector<held_port> held; // until all are found: so they differ
  std::vector<std::uint16_t> numbers;
  for (const auto port : wanted) {
    auto one = hold(port);
    if (!one)
      return tl::unexpected{one.error()};
    numbers.push_back(one->number);
    held.push_back(std::move(*one));
  }
  return numbers;
}

} // namespace sinew
