// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"

#include "bridge/json_field.hpp"

#include <fmt/format.h>

namespace sinew {

auto read_api_answer(std::string_view text) -> result<api_answer> {
  auto body = nlohmann::json::parse(text, nullptr, false);
  if (!body.is_object())
    return fail(errc::invalid_input, "nats-server's answer is not JSON");
  if (!body.contains("error") || !body["error"].is_object())
    return api_answer{std::move(body), 0, {}};
  const auto& problem = body["error"];
  // Errors of old servers have only the coarse code.
  int code = field_or(problem, "err_code", field_or(problem, "code", 0));
  if (code == 0) // an error all the same
    code = 500;
  auto reason = field_or(problem, "description", "no reason given");
  return api_answer{std::move(body), code, std::move(reason)};
}

auto api_answer::as_error(std::string_view what) const -> tl::unexpected<error> {
  const auto code_of = [this] {
    // A failure of its own, such as a full disk, and not of what it was asked for: it may recover.
    if (code == api_code::consumer_not_created)
      return errc::unavailable;
    switch (field_or(body["error"], "code", 0)) {
      case 404: return errc::not_found;
      case 503: return errc::unavailable;
      default: return errc::rejected_by_broker;
    }
  };
  return fail(code_of(), fmt::format("{}: {} (nats-server's code {})", what, reason, code));
}

void call_api(connection& with, std::string_view subject, const nlohmann::json& body, completion<api_answer> done) {
  const auto text = body.is_null() ? std::string{} : body.dump();
  with.request(subject, {}, as_bytes(text), api_patience, [done = std::move(done)](result<broker_message> answer) {
    if (!answer)
      return done(tl::unexpected{answer.error()});
    done(read_api_answer(as_text(answer->body())));
  });
}

} // namespace sinew
