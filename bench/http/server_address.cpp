// SPDX-License-Identifier: Apache-2.0
#include "bench/http/server_address.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <cstring>
#include <memory>

namespace sinew::bench {

auto server_address::of(const http_url& url) -> result<server_address> {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto problem = getaddrinfo(url.host.c_str(), url.port.c_str(), &wanted, &found);
  if (problem != 0)
    return fail(errc::invalid_input, fmt::format("there is no host '{}': {}", url.host, gai_strerror(problem)));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned{found, freeaddrinfo};
  server_address made;
  std::memcpy(&made.storage_, found->ai_addr, found->ai_addrlen);
  made.size_ = found->ai_addrlen;
  made.text_ = url.authority();
  return made;
}

} // namespace sinew::bench
