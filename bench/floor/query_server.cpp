// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/query_server.hpp"

#include "bridge/subjects.hpp"

namespace sinew::bench {

auto query_server::serve() -> result<void> {
  return link_.subscribe(subject::query(service_, "echo"), [this](natsMsg* m) {
    const plain_message query{m};
    if (const auto* reply = natsMsg_GetReply(m))
      natsConnection_Publish(link_.connection(), reply, natsMsg_GetData(m), natsMsg_GetDataLength(m));
  });
}

} // namespace sinew::bench
