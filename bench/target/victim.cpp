// SPDX-License-Identifier: Apache-2.0
#include "bench/target/victim.hpp"

#include "bridge/machine.hpp"
#include "bridge/subjects.hpp"
#include "tools/cluster/cluster_reading.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

// glibc 2.36 forgets to say so in the header.
extern "C" {
#include <sys/pidfd.h>
}
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace sinew::bench {

namespace {

auto served_by(const node_view& node) -> std::size_t {
  return node.partitions ? node.partitions->size() : 0;
}

/// Whether the node that answers now is the process `pid`.
auto answers_as(client& with, const node_view& node) -> bool {
  const auto said = with.request(subject::control(node.node, "status"), {});
  if (!said)
    return false;
  const auto status = nlohmann::json::parse(as_text(said->body()), nullptr, false);
  return status.is_object() && status.value("pid", nlohmann::json{}) == node.pid;
}

} // namespace

auto choose_node(const cluster_view& view, std::string_view service, std::string_view here) -> result<node_view> {
  const auto found = std::ranges::find(view.services, service, &service_view::service);
  std::vector<node_view> ready;
  if (found != view.services.end())
    std::ranges::copy_if(found->nodes, std::back_inserter(ready),
                         [](const node_view& n) { return n.state == "ready" && served_by(n) > 0; });
  if (ready.size() < 2)
    return fail(errc::unavailable,
                fmt::format("{} of {} serve{} now: nobody would take over; start the system with `sinew up --nodes 2`",
                            ready.size() == 1 ? "1 node" : "no node", service, ready.size() == 1 ? "s" : ""));
  std::erase_if(ready, [&](const node_view& n) { return n.pid <= 1 || here.empty() || n.machine != here; });
  if (ready.empty())
    return fail(
        errc::unavailable,
        fmt::format("no node of {} runs on this machine (or in this container), where alone it could be killed; "
                    "call `sinew bench failover` beside one",
                    service));
  return *std::ranges::max_element(ready, {}, served_by);
}

auto victim::choose(client& with, std::string_view service) -> result<victim> {
  const auto facts = read_cluster(with);
  if (!facts)
    return tl::unexpected{facts.error()};
  const auto chosen = choose_node(make_cluster_view(*facts), service, this_machine());
  if (!chosen)
    return tl::unexpected{chosen.error()};
  const auto handle = pidfd_open(static_cast<pid_t>(chosen->pid), 0);
  if (handle < 0)
    return fail(errc::system_failure,
                fmt::format("cannot get hold of process {}, {}: {}", chosen->pid, chosen->node, std::strerror(errno)));
  victim held{chosen->node, chosen->pid, handle};
  // What has been got hold of before it answered, is who has answered.
  if (!answers_as(with, *chosen))
    return fail(errc::unavailable, fmt::format("{} does not answer as process {}; try again", held.node_, held.pid_));
  if (pidfd_send_signal(handle, 0, nullptr, 0) != 0)
    return fail(errc::system_failure, fmt::format("{}, process {}, may not be killed by you: {}", held.node_, held.pid_,
                                                  std::strerror(errno)));
  return held;
}

victim::~victim() {
  if (handle_ >= 0)
    close(handle_);
}

auto victim::kill() -> result<void> {
  if (pidfd_send_signal(handle_, SIGKILL, nullptr, 0) == 0)
    return {};
  return fail(errno == ESRCH ? errc::not_found : errc::system_failure,
              fmt::format("{}, process {}, was not killed: {}", node_, pid_, std::strerror(errno)));
}

} // namespace sinew::bench
