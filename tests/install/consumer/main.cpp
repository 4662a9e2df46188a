// SPDX-License-Identifier: Apache-2.0
// A stranger's program: an envelope goes over the loop and is still what it was.

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "schemas/message.hpp"

#include <chrono>
#include <cstdio>

auto main() -> int {
  using namespace std::chrono_literals;
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
  const auto sent = sinew::message::write({.aggregate = "parcel", .aggregate_id = "p-1", .type = "send"},
                                          {{.head = {.id = {1, 2}, .correlation = "p-1"}, .payload = {}}});
  bool arrived = false;
  loop.after(1ms, [&] {
    const auto seen = sinew::message::verify(sent.raw());
    arrived = seen && seen->aggregate_id() == "p-1";
  });
  loop.run_until([&] { return arrived; }, 5s);
  std::puts(arrived ? "arrived" : "lost");
  return arrived ? 0 : 1;
}
