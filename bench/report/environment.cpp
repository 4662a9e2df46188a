// SPDX-License-Identifier: Apache-2.0
#include "bench/report/environment.hpp"

#include "bench/report/build_facts.hpp"
#include "bench/rig/real_time.hpp"
#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"
#include "kernel/time.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

namespace sinew::bench {

namespace {

using nlohmann::json;

constexpr std::string_view not_told = "not told";

auto kernel_name() -> std::string {
  utsname names{};
  if (uname(&names) != 0)
    return "unknown";
  return fmt::format("{} {} {}", names.sysname, names.release, names.machine);
}

auto cpuinfo() -> std::string {
  std::ifstream file{"/proc/cpuinfo"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

auto ask(client& with, const std::string& subject) -> result<json> {
  return with
      .await<api_answer>(
          [&](completion<api_answer> done) { call_api(with.broker(), subject, json::object(), std::move(done)); })
      .and_then([&](api_answer said) -> result<json> {
        if (said.is_error())
          return said.as_error(subject);
        return std::move(said.body);
      });
}

/// A log of events, for it is these that are written under load. Empty: no service has made one yet.
auto first_log(client& with) -> result<std::string> {
  return ask(with, "$JS.API.STREAM.NAMES").map([](const json& said) {
    const auto names = said.find("streams");
    if (names != said.end() && names->is_array())
      for (const auto& name : *names)
        if (name.is_string() && name.get_ref<const std::string&>().starts_with("EVT_"))
          return name.get<std::string>();
    return std::string{};
  });
}

auto told(const json& in, std::string_view field) -> std::string {
  const auto found = in.find(field);
  if (found == in.end())
    return std::string{not_told};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

/// What one log says of the broker behind it; the broker puts its version into a stream's metadata whenever it is asked.
void take_log(environment& into, const std::string& stream, const json& info) {
  const auto& config = object_in(info, "config");
  into.broker = field_or(object_in(config, "metadata"), "_nats.ver", not_told);
  into.broker_settings.emplace_back("stream", stream);
  for (const auto* name : {"storage", "num_replicas", "duplicate_window", "compression"})
    into.broker_settings.emplace_back(name, told(config, name));
  const auto replicas = object_in(info, "cluster").find("replicas");
  const auto others = replicas != object_in(info, "cluster").end() && replicas->is_array() ? replicas->size() : 0;
  into.broker_settings.emplace_back("servers that store it", fmt::format("{}", others + 1));
}

auto registered_durability(client& with) -> result<std::string> {
  const auto values = read_system(with);
  if (!values)
    return tl::unexpected{values.error()};
  const auto label = values->find(std::string{subject::durability_key});
  return label == values->end() ? std::string{"none registered"} : std::string{as_text(label->second)};
}

} // namespace

auto processor_in(std::string_view cpuinfo, unsigned cores) -> std::string {
  std::string_view name = "unknown";
  if (const auto at = cpuinfo.find("model name"); at != std::string_view::npos) {
    const auto line = cpuinfo.substr(at, cpuinfo.find('\n', at) - at);
    if (const auto colon = line.find(": "); colon != std::string_view::npos)
      name = line.substr(colon + 2);
  }
  return fmt::format("{}, {} {}", name, cores, cores == 1 ? "core" : "cores");
}

auto describe_machine() -> environment {
  return {.when = to_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now())),
          .processor = processor_in(cpuinfo(), std::thread::hardware_concurrency()),
          .kernel = kernel_name(),
          .compiler = std::string{build_facts::compiler},
          .sinew = std::string{build_facts::version},
          .commit = std::string{build_facts::commit},
          .broker = "none",
          .durability = "none",
          .rig_priority = real_time{}.is_granted() ? "real-time" : "ordinary"};
}

auto describe_environment(client& with) -> result<environment> {
  auto found = describe_machine();
  const auto account = ask(with, "$JS.API.INFO");
  if (!account)
    return tl::unexpected{account.error()};
  const auto log = first_log(with);
  if (!log)
    return tl::unexpected{log.error()};
  found.broker = not_told;
  if (!log->empty()) {
    const auto info = ask(with, subject::api("STREAM.INFO.", *log));
    if (!info)
      return tl::unexpected{info.error()};
    take_log(found, *log, *info);
  }
  found.broker_settings.emplace_back("JetStream API level", told(object_in(*account, "api"), "level"));
  found.broker_settings.emplace_back("max_payload", fmt::format("{} bytes", with.broker().max_payload()));
  found.broker_settings.emplace_back("sync_interval",
                                     not_told); // no client may ask for it: the label must vouch for it
  const auto label = registered_durability(with);
  if (!label)
    return tl::unexpected{label.error()};
  found.durability = *label;
  return found;
}

} // namespace sinew::bench
