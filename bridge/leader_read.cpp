// SPDX-License-Identifier: Apache-2.0
#include "bridge/leader_read.hpp"

#include "bridge/api.hpp"
#include "bridge/base64.hpp"
#include "bridge/subjects.hpp"

namespace sinew::leader_read {

namespace {

auto read_found(const api_answer& answer) -> result<found> {
  if (answer.code == api_code::no_message_found)
    return std::nullopt;
  if (answer.is_error())
    return answer.as_error("reading a stored message");
  const auto& stored = answer.body.value("message", nlohmann::json::object());
  auto body = from_base64(stored.value("data", ""));
  if (!body)
    return tl::unexpected{body.error()};
  const std::string subject = stored.value("subject", "");
  return stored_message{stored.value("seq", std::uint64_t{0}), subject.substr(subject.rfind('.') + 1),
                        std::move(*body)};
}

void get(connection& with, std::string_view stream, const nlohmann::json& which, completion<found> done) {
  call_api(with, subject::api("STREAM.MSG.GET.", stream), which,
           [done = std::move(done)](result<api_answer> answer) { done(answer.and_then(read_found)); });
}

} // namespace

void last(connection& with, std::string_view stream, std::string_view subjects, completion<found> done) {
  get(with, stream, {{"last_by_subj", subjects}}, std::move(done));
}

void next(connection& with, std::string_view stream, std::string_view subjects, std::uint64_t from,
          completion<found> done) {
  get(with, stream, {{"seq", from}, {"next_by_subj", subjects}}, std::move(done));
}

} // namespace sinew::leader_read
