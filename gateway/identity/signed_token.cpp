// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/signed_token.hpp"

#include "gateway/http/http_message.hpp"
#include "gateway/identity/jwk_material.hpp"
#include "kernel/base64url.hpp"
#include "kernel/http_text.hpp"
#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

constexpr json_limits part_limits{.size = longest_token, .depth = 8};
constexpr std::size_t longest_key_id = 256;

auto bad(std::string what) -> tl::unexpected<error> {
  return fail(errc::invalid_input, std::move(what));
}

/// Three parts: with more or fewer dots it is encrypted, or no token.
auto parts_of(std::string_view text) -> std::optional<std::array<std::string_view, 3>> {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  return std::array{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

auto object_in(std::string_view part, std::string_view what) -> result<ordered_json> {
  const auto text = from_base64url(part);
  if (!text)
    return bad(fmt::format("the {} is no base64url", what));
  // Nothing around the braces: some readers overlook blanks or a byte order mark, and some do not.
  const bool is_bare = as_text(*text).starts_with('{') && as_text(*text).ends_with('}');
  auto read = parse_strict_json(as_text(*text), part_limits);
  if (!is_bare || !read || !read->is_object())
    return bad(fmt::format("the {} is no JSON object with each member once", what));
  return read;
}

/// "JWT", "at+jwt" (RFC 9068), with or without "application/" before it (RFC 7515, 4.1.9).
auto is_known_type(std::string_view type) -> bool {
  constexpr std::string_view full = "application/";
  if (type.size() > full.size() && same_token(type.substr(0, full.size()), full))
    type.remove_prefix(full.size());
  return same_token(type, "JWT") || same_token(type, "at+jwt");
}

auto check_header(const ordered_json& header) -> result<void> {
  if (header.contains("crit"))
    return bad("the header names extensions that must be understood, and none is");
  for (const auto* name : {"jwk", "jku", "x5c", "x5u"})
    if (header.contains(name))
      return bad("the header brings a key of its own");
  if (!is_known_type(text_in(header, "typ")))
    return bad("the header's 'typ' is neither 'JWT' nor 'at+jwt'");
  if (text_in(header, "alg").empty())
    return bad("the header has no 'alg'");
  if (const auto id = text_in(header, "kid"); id.empty() || id.size() > longest_key_id)
    return bad("the header has no 'kid' of 1 to 256 characters");
  return {};
}

} // namespace

auto signed_token::parse(std::string_view text) -> result<signed_token> {
  if (text.size() > longest_token)
    return bad(fmt::format("the token has more than {} characters", longest_token));
  const auto parts = parts_of(text);
  if (!parts)
    return bad("the token does not have three parts");
  const auto header = object_in((*parts)[0], "header");
  if (!header)
    return tl::unexpected{header.error()};
  if (auto fit = check_header(*header); !fit)
    return tl::unexpected{fit.error()};
  auto claims = object_in((*parts)[1], "payload");
  if (!claims)
    return tl::unexpected{claims.error()};
  auto signature = from_base64url((*parts)[2]);
  if (!signature || signature->empty())
    return bad("the signature is no base64url");
  return signed_token{.algorithm = text_in(*header, "alg"),
                      .key_id = text_in(*header, "kid"),
                      .signed_text = text.substr(0, (*parts)[0].size() + 1 + (*parts)[1].size()),
                      .signature = std::move(*signature),
                      .claims = std::move(*claims)};
}

} // namespace sinew::gateway
