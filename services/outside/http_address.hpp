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

/// Empty when `url` is an address, else what is wrong with it: the form in which CLI11 asks for a validator.
auto complaint_about_http_address(const std::string& url) -> std::string;

} // namespace shop
