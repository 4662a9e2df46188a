// SPDX-License-Identifier: Apache-2.0
#include "tests/support/free_ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <stdexcept>

namespace sinew::test {

namespace {

auto bound_socket() -> int {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error{"no free port on 127.0.0.1"};
  return probe;
}

auto port_of(int bound) -> int {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(bound, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

} // namespace

auto free_ports(std::size_t count) -> std::vector<int> {
  // All are held until the last is found, so that they differ.
  std::vector<int> held;
  std::vector<int> ports;
  while (held.size() < count) {
    held.push_back(bound_socket());
    ports.push_back(port_of(held.back()));
  }
  for (const int probe : held)
    close(probe);
  return ports;
}

} // namespace sinew::test
