// SPDX-License-Identifier: Apache-2.0
#include "bench/http/server_address.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <cstring>
#include <memory>

namespace sinew::bench {

auto server_address::of(const http_url& url) -> result<server_address> {
  const auto port = fmt::to_string(url.port == 0 ? 80 : url.port);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto problem = getaddrinfo(url.host.c_str(), port.c_str(), &wanted, &found);
  if (problem != 0)
    return fail(errc::invalid_input, fmt::format("there is no host '{}': {}", url.host, gai_strerror(problem)));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned{found, freeaddrinfo};
  server_address made;
  std::memcpy(&made.storage_, found->ai_addr, found->ai_addrlen);
  made.size_ = found->ai_addrlen;
  const bool has_colons = url.host.find(':') != std::string::npos;
  made.text_ = fmt::format("{}{}{}:{}", has_colons ? "[" : "", url.host, has_colons ? "]" : "", port);
  return made;
}

} // namespace sinew::bench
