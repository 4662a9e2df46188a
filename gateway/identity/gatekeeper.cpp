// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/gatekeeper.hpp"

#include "gateway/http/problem.hpp"
#include "kernel/http_text.hpp"

#include <fmt/format.h>

namespace sinew::gateway {

namespace {

constexpr std::string_view challenge = R"(Bearer realm="sinew")";

/// The token of "Bearer <token>", whatever it is; nothing: none was sent in this way.
auto bearer_token(std::string_view authorization) -> std::optional<std::string_view> {
  const auto end = std::min(authorization.find(' '), authorization.size());
  if (!same_token(authorization.substr(0, end), "Bearer"))
    return std::nullopt;
  return trimmed(authorization.substr(end));
}

/// With the header that tells programs what to do (RFC 6750, 3).
auto challenged(const problem& why, std::string_view instance, std::string_view more = {}) -> http_response {
  auto response = to_response(why, instance);
  response.headers.push_back({"WWW-Authenticate", fmt::format("{}{}", challenge, more)});
  return response;
}

auto now() -> token_check::moment {
  return {.clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
          .steady = std::chrono::steady_clock::now()};
}

auto wrong_token(const std::string& why, std::string_view instance) -> http_response {
  return challenged({401, "invalid_token", why}, instance,
                    fmt::format(R"(, error="invalid_token", error_description="{}")", why));
}

auto refusal(const route& which, const call& made) -> std::optional<http_response> {
  const auto& path = made.request->path;
  if (made.who.passes(which.needs))
    return which.owner.empty() || made.who.may_act_for(made.at(which.owner))
               ? std::nullopt
               : std::optional{to_response({404, "not_found", fmt::format("there is nothing at {}", path)}, path)};
  if (!made.who.is_signed_in)
    return challenged({401, "no_token", "say who you are: Authorization: Bearer and a token", "Authorization"}, path);
  return challenged({403, "forbidden", "none of your token's roles may do this"}, path,
                    R"(, error="insufficient_scope")");
}

} // namespace

auto gatekeeper::open(const gate_options& how) -> result<gatekeeper> {
  if (how.anyone && !how.jwks.empty())
    return fail(errc::invalid_input, "--allow-anyone asks nobody for tokens, so --jwks makes no sense beside it");
  if (how.anyone)
    return gatekeeper{std::nullopt, how.rate};
  if (how.jwks.empty())
    return fail(errc::invalid_input,
                "say who may come in: --jwks FILE with the keys of those who issue tokens, or --allow-anyone to let "
                "everybody do everything, for a try on this machine");
  if (how.rules.issuer.empty() || how.rules.audience.empty())
    return fail(errc::invalid_input,
                "--jwks needs --issuer and --audience: whose tokens count, and for whom they are made");
  return key_file::open(how.jwks).map([&](key_file keys) {
    return gatekeeper{token_check{std::move(keys), how.rules}, how.rate};
  });
}

auto gatekeeper::recognize(const http_request& asked) -> tl::expected<identity, http_response> {
  if (!check_)
    return whoever();
  const auto token = bearer_token(asked.header("Authorization"));
  if (!token)
    return identity{};
  return check_->identify(*token, now()).map_error([&](const error& why) { return wrong_token(why.what, asked.path); });
}

auto gatekeeper::admit(const route& which, call& made) -> std::optional<http_response> {
  const auto who = recognize(*made.request);
  if (which.is_metered)
    if (auto later = too_often(who ? *who : identity{}, *made.request))
      return later;
  if (!who)
    return who.error();
  made.who = *who;
  made.caller = who->subject;
  return refusal(which, made);
}

auto gatekeeper::too_often(const identity& who, const http_request& asked) -> std::optional<http_response> {
  const auto client = who.is_signed_in ? "is " + who.subject : client_at(asked.peer);
  const auto wait = rate_.take(client, rate_limit::clock::now());
  if (wait == rate_limit::clock::duration::zero())
    return std::nullopt;
  return to_response({429,
                      "too_many_requests",
                      "you ask more often than this gateway takes; try again later",
                      {},
                      std::chrono::ceil<std::chrono::seconds>(wait)},
                     asked.path);
}

auto gatekeeper::reread_keys() -> result<void> {
  return check_ ? check_->reread_keys() : result<void>{};
}

} // namespace sinew::gateway
