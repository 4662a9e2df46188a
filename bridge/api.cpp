// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto read_answer(const broker_message& m) -> result<api_answer> {
  auto body = nlohmann::json::parse(as_text(m.body()), nullptr, false);
  if (!body.is_object())
    return fail(errc::invalid_input, "nats-server's answer is not JSON");
  if (!body.contains("error") || !body["error"].is_object())
    return api_answer{std::move(body), 0, {}};
  const auto& problem = body["error"];
  // Errors of old servers have only the coarse code.
  const int code = problem.value("err_code", problem.value("code", 500));
  auto reason = problem.value("description", "no reason given");
  return api_answer{std::move(body), code, std::move(reason)};
}

} // namespace

auto api_answer::as_error(std::string_view what) const -> tl::unexpected<error> {
  const auto code_of = [this] {
    switch (body["error"].value("code", 0)) {
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
    done(read_answer(*answer));
  });
}

} // namespace sinew
