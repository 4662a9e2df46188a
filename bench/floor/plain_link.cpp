// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_link.hpp"

#include <fmt/format.h>
#include <random>

namespace sinew::bench {

namespace {

// As in bridge/session.cpp, so that both sides write alike.
constexpr int buffer_size = 64 * 1024;
constexpr std::int64_t connect_timeout_ms = 2'000;
constexpr std::chrono::seconds settle_patience{5};

struct destroy_options {
  void operator()(natsOptions* o) const { natsOptions_Destroy(o); }
};
using options_handle = std::unique_ptr<natsOptions, destroy_options>;

/// The first address of several, for the floor does not look for another server.
auto first_of(const std::string& urls) -> std::string {
  return urls.substr(0, urls.find(','));
}

auto no_link(const std::string& url, natsStatus why) -> tl::unexpected<error> {
  return fail(errc::unavailable, fmt::format("cannot reach nats-server at {}: {}", url, natsStatus_GetText(why)));
}

} // namespace

auto plain_link::open(loop& where, epoll_poller& poller, const std::string& url, std::function<void()> lost)
    -> result<std::unique_ptr<plain_link>> {
  const auto address = first_of(url);
  natsOptions* raw = nullptr;
  if (const auto status = natsOptions_Create(&raw); status != NATS_OK)
    return no_link(address, status);
  const options_handle options{raw};
  if (const auto status = natsOptions_SetURL(raw, address.c_str()); status != NATS_OK)
    return no_link(address, status);
  natsOptions_SetTimeout(raw, connect_timeout_ms);
  natsOptions_SetAllowReconnect(raw, false);
  natsOptions_SetSendAsap(raw, true);
  natsOptions_SetIOBufSize(raw, buffer_size);
  auto driver = std::make_shared<socket_driver>(where, poller, std::this_thread::get_id());
  driver->install_into(raw);
  natsConnection* connected = nullptr;
  if (const auto status = natsConnection_Connect(&connected, raw); status != NATS_OK)
    return no_link(address, status);
  std::unique_ptr<plain_link> made{new plain_link{where, std::move(driver), connected}};
  made->driver_->listen([link = made.get()] { link->drain(); }, std::move(lost));
  where.at_turn_end([link = made.get(), alive = std::weak_ptr{made->alive_}] {
    if (!alive.expired())
      link->driver_->flush();
  });
  return made;
}

plain_link::plain_link(loop& where, std::shared_ptr<socket_driver> driver, natsConnection* owned)
    : where_{where},
      driver_{std::move(driver)},
      handle_{owned},
      inbox_{fmt::format("_INBOX_floor.{:08x}.", std::random_device{}())} {}

plain_link::~plain_link() {
  alive_.reset();
  driver_->hang_up();
  driver_->shut();
  for (const auto& f : feeds_)
    natsSubscription_Destroy(f.from);
  natsConnection_Destroy(handle_);
}

auto plain_link::subscribe(const std::string& subject, handler h) -> result<void> {
  natsSubscription* made = nullptr;
  if (const auto status = natsConnection_SubscribeSync(&made, handle_, subject.c_str()); status != NATS_OK)
    return fail(errc::unavailable, fmt::format("cannot subscribe to '{}': {}", subject, natsStatus_GetText(status)));
  natsSubscription_SetPendingLimits(made, -1, -1); // bounded by what is asked for
  feeds_.push_back({made, std::move(h)});
  return {};
}

auto plain_link::settle() -> result<void> {
  const auto echo = inbox_ + "echo";
  const auto came_back = std::make_shared<bool>(false);
  auto listening = subscribe(echo, [came_back](natsMsg* m) {
    sinew::destroy_soon(m);
    *came_back = true;
  });
  if (!listening)
    return listening;
  natsConnection_PublishString(handle_, echo.c_str(), "");
  if (!where_.run_until([&] { return *came_back; }, settle_patience))
    return fail(errc::unavailable, "nats-server does not answer");
  return {};
}

void plain_link::drain() {
  for (const auto& f : feeds_) {
    int waiting = 0;
    int size = 0;
    natsSubscription_GetPending(f.from, &waiting, &size);
    for (; waiting > 0; --waiting) {
      natsMsg* message = nullptr;
      if (natsSubscription_NextMsg(&message, f.from, 0) == NATS_OK)
        f.take(message);
    }
  }
}

} // namespace sinew::bench
