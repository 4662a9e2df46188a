// SPDX-License-Identifier: Apache-2.0
#include "bridge/session.hpp"

#include "bridge/c_text.hpp"
#include "bridge/spent_messages.hpp"
#include "kernel/assertion.hpp"

#include <nats/nats.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace sinew {

namespace {

struct destroy_options {
  void operator()(natsOptions* o) const { natsOptions_Destroy(o); }
};
using options_handle = std::unique_ptr<natsOptions, destroy_options>;

struct destroy_message {
  void operator()(natsMsg* m) const { destroy_soon(m); }
};
using message_handle = std::unique_ptr<natsMsg, destroy_message>;

// What a publish may leave in nats.c before it is written; also the size of one read.
constexpr int buffer_size = 64 * 1024;

// A broker that is gone without a word (power, cable) is found out after three missed pings.
constexpr std::int64_t ping_interval_ms = 5'000;

auto servers_in(const std::string& urls) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= urls.size();) {
    const auto comma = std::min(urls.find(',', at), urls.size());
    all.push_back(urls.substr(at, comma - at));
    at = comma + 1;
  }
  return all;
}

/// `host`, `host:port`, with `nats://` or `tls://` and a user before it. nats.c takes any scheme, and then finds nobody there.
auto is_nats_url(std::string_view url) -> bool {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    if (url.substr(0, scheme) != "nats" && url.substr(0, scheme) != "tls")
      return false;
    url.remove_prefix(scheme + 3);
  }
  if (const auto user = url.rfind('@'); user != std::string_view::npos)
    url.remove_prefix(user + 1);
  if (const auto colon = url.rfind(':'); colon != std::string_view::npos && !url.ends_with("]")) {
    const auto digits = url.substr(colon + 1);
    unsigned port = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || port == 0 || port > 65'535)
      return false;
    url = url.substr(0, colon);
  }
  return !url.empty() && url.find_first_of("/ \t") == std::string_view::npos;
}

auto set_servers(natsOptions* options, const std::string& urls) -> natsStatus {
  const auto servers = servers_in(urls);
  std::vector<const char*> pointers;
  for (const auto& server : servers)
    pointers.push_back(server.c_str());
  return natsOptions_SetServers(options, pointers.data(), static_cast<int>(pointers.size()));
}

// From a thread of nats.c's. The subscription may already be freed there, so only the status is looked at.
void log_trouble(natsConnection*, natsSubscription*, natsStatus status, void*) {
  spdlog::warn("nats: {}", natsStatus_GetText(status));
}

// `nats://user:secret@host` must not end up in a log.
auto without_secrets(std::string url) -> std::string {
  for (auto at = url.find('@'); at != std::string::npos; at = url.find('@', at + 1)) {
    const auto slashes = url.rfind("//", at);
    const auto start = slashes == std::string::npos ? 0 : slashes + 2;
    url.replace(start, at - start, "***");
    at = start + 3;
  }
  return url;
}

auto not_a_url(const std::string& urls) -> tl::unexpected<error> {
  return fail(errc::invalid_input, "not a NATS URL: '" + without_secrets(urls) + "'; expected nats://host:port");
}

auto configured(const connection_options& wanted, socket_driver& driver) -> result<options_handle> {
  if (!std::ranges::all_of(servers_in(wanted.url), is_nats_url))
    return not_a_url(wanted.url);
  natsOptions* raw = nullptr;
  if (natsOptions_Create(&raw) != NATS_OK)
    return fail(errc::system_failure, "nats.c could not be initialized");
  options_handle options{raw};
  if (set_servers(raw, wanted.url) != NATS_OK)
    return not_a_url(wanted.url);
  natsOptions_SetName(raw, wanted.node.c_str());
  natsOptions_SetTimeout(raw, wanted.connect_timeout.count());
  natsOptions_SetAllowReconnect(raw, false);
  natsOptions_SetSendAsap(raw, true);
  natsOptions_SetIOBufSize(raw, buffer_size);
  natsOptions_SetWriteDeadline(raw, wanted.connect_timeout.count());
  natsOptions_SetPingInterval(raw, ping_interval_ms);
  natsOptions_SetMaxPingsOut(raw, 2);
  natsOptions_SetErrorHandler(raw, log_trouble, nullptr);
  driver.install_into(raw);
  return options;
}

auto refusal(natsStatus status, const connection_options& options) -> tl::unexpected<error> {
  const auto url = without_secrets(options.url);
  const std::string text = natsStatus_GetText(status);
  switch (status) {
    case NATS_CONNECTION_AUTH_FAILED:
    case NATS_NOT_PERMITTED: return fail(errc::rejected_by_broker, "nats-server at " + url + " refuses us: " + text);
    case NATS_INVALID_ARG: return not_a_url(options.url);
    default:
      return fail(errc::unavailable,
                  "cannot reach nats-server at " + url + ": " + text + "; start one with `sinew up` or pass --nats");
  }
}

auto new_message(const c_text& subject, const char* reply, bytes_view body) -> message_handle {
  natsMsg* raw = nullptr;
  const auto status = natsMsg_Create(&raw, subject.get(), reply, reinterpret_cast<const char*>(body.data()),
                                     static_cast<int>(body.size()));
  SINEW_ASSERT(status == NATS_OK); // out of memory, or an empty subject
  return message_handle{raw};
}

/// Without headers nats.c needs no message on the heap.
auto publish_bare(natsConnection* to, const char* subject, const char* reply, bytes_view body) -> natsStatus {
  const auto size = static_cast<int>(body.size());
  return reply == nullptr ? natsConnection_Publish(to, subject, body.data(), size)
                          : natsConnection_PublishRequest(to, subject, reply, body.data(), size);
}

auto sent(natsStatus status) -> result<void> {
  switch (status) {
    case NATS_OK: return {};
    case NATS_MAX_PAYLOAD: return fail(errc::invalid_input, "the message is larger than nats-server allows");
    case NATS_INVALID_SUBJECT:
    case NATS_INVALID_ARG: return fail(errc::invalid_input, "not a subject to publish to");
    default: return fail(errc::unavailable, std::string{"nats-server is away: "} + natsStatus_GetText(status));
  }
}

} // namespace

void feed::destroy::operator()(__natsSubscription* s) const {
  natsSubscription_Destroy(s);
}

auto feed::waiting() const -> int {
  int messages = 0;
  int size = 0;
  return natsSubscription_GetPending(handle_.get(), &messages, &size) == NATS_OK ? messages : 0;
}

auto feed::next() -> broker_message {
  natsMsg* raw = nullptr;
  const auto status = natsSubscription_NextMsg(&raw, handle_.get(), 0);
  SINEW_ASSERT(status == NATS_OK || status == NATS_NO_RESPONDERS);
  return broker_message{raw};
}

auto session::open(loop& where, epoll_poller& poller, std::thread::id owner, const connection_options& options)
    -> result<std::shared_ptr<session>> {
  auto driver = std::make_shared<socket_driver>(where, poller, owner);
  const auto configuration = configured(options, *driver);
  if (!configuration)
    return tl::unexpected{configuration.error()};
  natsConnection* raw = nullptr;
  if (const auto status = natsConnection_Connect(&raw, configuration->get()); status != NATS_OK)
    return refusal(status, options);
  return std::shared_ptr<session>{new session{std::move(driver), raw}};
}

void session::destroy_counts::operator()(__natsStatistics* s) const {
  natsStatistics_Destroy(s);
}

session::session(std::shared_ptr<socket_driver> driver, __natsConnection* owned)
    : driver_{std::move(driver)}, handle_{owned} {
  natsStatistics* raw = nullptr;
  const auto status = natsStatistics_Create(&raw);
  SINEW_ASSERT(status == NATS_OK); // out of memory
  counts_.reset(raw);
}

session::~session() {
  driver_->hang_up();
  driver_->shut();
  natsConnection_Destroy(handle_);
}

auto session::publish(std::string_view subject, headers with, bytes_view body, std::string_view reply) -> result<void> {
  if (!driver_->has_socket())
    return fail(errc::unavailable, "nats-server is away");
  const c_text to{subject};
  const c_text answers{reply};
  const auto* answer_to = reply.empty() ? nullptr : answers.get();
  if (with.empty())
    return sent(publish_bare(handle_, to.get(), answer_to, body));
  const auto message = new_message(to, answer_to, body);
  for (const auto& [name, value] : with)
    natsMsgHeader_Set(message.get(), c_text{name}.get(), c_text{value}.get());
  return sent(natsConnection_PublishMsg(handle_, message.get()));
}

auto session::subscribe(std::string_view subject, std::string_view queue_group) -> result<feed> {
  natsSubscription* raw = nullptr;
  const std::string on{subject};
  const auto status = queue_group.empty() ? natsConnection_SubscribeSync(&raw, handle_, on.c_str())
                                          : natsConnection_QueueSubscribeSync(&raw, handle_, on.c_str(),
                                                                              std::string{queue_group}.c_str());
  if (status != NATS_OK)
    return fail(errc::unavailable, "cannot subscribe to '" + on + "': " + natsStatus_GetText(status));
  // What may pile up is bounded by what is asked for, not here, where the excess would be dropped silently.
  natsSubscription_SetPendingLimits(raw, -1, -1);
  return feed{raw};
}

auto session::take_arrived() -> std::uint64_t {
  std::uint64_t all = arrived_;
  if (natsConnection_GetStats(handle_, counts_.get()) == NATS_OK)
    natsStatistics_GetCounts(counts_.get(), &all, nullptr, nullptr, nullptr, nullptr);
  return all - std::exchange(arrived_, all);
}

auto session::max_payload() const -> std::int64_t {
  return natsConnection_GetMaxPayload(handle_);
}

} // namespace sinew
