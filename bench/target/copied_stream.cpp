// SPDX-License-Identifier: Apache-2.0
#include "bench/target/copied_stream.hpp"

#include "bridge/api.hpp"
#include "bridge/subjects.hpp"

namespace sinew::bench {

namespace {

auto ask(client& with, const std::string& subject, const nlohmann::json& body) -> result<api_answer> {
  return with.await<api_answer>(
      [&](completion<api_answer> done) { call_api(with.broker(), subject, body, std::move(done)); });
}

auto settings_of(client& with, const std::string& stream) -> result<nlohmann::json> {
  auto info = ask(with, subject::api("STREAM.INFO.", stream), nullptr);
  if (!info)
    return tl::unexpected{info.error()};
  if (info->is_error())
    return info->as_error("stream " + stream);
  return info->body["config"];
}

} // namespace

auto copied_stream::make(client& with, const std::string& model, const std::string& name,
                         const std::vector<std::string>& subjects) -> result<std::unique_ptr<copied_stream>> {
  auto settings = settings_of(with, model);
  if (!settings)
    return tl::unexpected{settings.error()};
  (*settings)["name"] = name;
  (*settings)["subjects"] = subjects;
  settings->erase("metadata"); // the broker's own remarks
  const auto made = ask(with, subject::api("STREAM.CREATE.", name), *settings);
  if (!made)
    return tl::unexpected{made.error()};
  if (made->is_error())
    return made->as_error("stream " + name);
  return std::unique_ptr<copied_stream>{new copied_stream{with, name}};
}

copied_stream::~copied_stream() {
  (void)ask(with_, subject::api("STREAM.DELETE.", name_), nullptr);
}

} // namespace sinew::bench
