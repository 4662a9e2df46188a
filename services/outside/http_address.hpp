// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <string>
#include <string_view>

namespace shop {

/// Where an outside party listens.
struct http_address {
  std::string host;
  std::string port;
};

/// "http://host[:port][/]", the port being 80 unless said. No TLS, path or credentials. invalid_input names the text.
auto parse_http_address(std::string_view url) -> sinew::result<http_address>;

/// Where an outside party is looked for unless somebody says otherwise: where the sandbox usually listens.
inline constexpr std::string_view usual_http_address = "http://127.0.0.1:8090";

/// Logs where `party` is looked for, so that nobody has to guess, and, when nobody chose it, with which option to: "carrier",
/// "--carrier".
void tell_http_address(std::string_view party, std::string_view option, std::string_view url);

/// Empty when `url` is an address, else what is wrong with it: the form in which CLI11 asks for a validator.
auto complaint_about_http_address(const std::string& url) -> std::string;

} // namespace shop
