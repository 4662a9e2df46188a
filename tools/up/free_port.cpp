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

auto free_port(std::uint16_t wanted) -> result<std::uint16_t> {
  const descriptor probe{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const int yes = 1; // like the broker itself: old connections of a former run do not count
  setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(wanted);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(probe.get(), generic, size) != 0 || listen(probe.get(), 1) != 0)
    return fail(errc::conflict,
                fmt::format("port {} of 127.0.0.1 cannot be had: {}; stop what listens there, choose another with "
                            "--nats-port, or use that broker with --nats nats://127.0.0.1:{}",
                            wanted, std::generic_category().message(errno), wanted));
  getsockname(probe.get(), generic, &size);
  return ntohs(address.sin_port);
}

} // namespace sinew
