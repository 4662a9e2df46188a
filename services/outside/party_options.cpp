// SPDX-License-Identifier: Apache-2.0
#include "services/outside/party_options.hpp"

#include "services/outside/guard_options.hpp"
#include "services/outside/http_address.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace shop {

party_options::party_options(const naming& names) : names_{names}, url_{usual_http_address} {}

void party_options::add_to(CLI::App& app) {
  app.add_option(fmt::format("--{}", names_.option), url_, fmt::format("Where the {} listens", names_.party))
      ->envname(std::string{names_.variable})
      ->check(CLI::Validator{complaint_about_http_address, "URL"})
      ->capture_default_str();
  bind_guard_options(app, std::string{names_.option}, guard_);
}

auto party_options::read() const -> sinew::result<chosen> {
  if (const auto faults = faults_of(guard_); !faults.empty())
    return sinew::fail(sinew::errc::invalid_input, fmt::format("the {}'s guard: {}", names_.party, faults));
  return parse_http_address(url_).map([this](const http_address& address) {
    chosen all{.client = {}, .guard = guard_};
    all.client.where = address;
    return all;
  });
}

void party_options::tell() const {
  tell_http_address(names_.party, fmt::format("--{}", names_.option), url_);
}

} // namespace shop
