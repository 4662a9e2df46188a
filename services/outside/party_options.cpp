// SPDX-License-Identifier: Apache-2.0
#include "services/outside/party_options.hpp"

#include "services/outside/guard_options.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

namespace shop {

namespace {

// Where the sandbox usually listens.
constexpr std::string_view usual_url = "http://127.0.0.1:8090";

/// Of a party: `http://host[:port]`.
auto address_in(std::string_view url) -> sinew::result<sinew::http_url> {
  auto read = sinew::parse_http_url(url);
  if (!read)
    return sinew::fail(sinew::errc::invalid_input,
                       fmt::format("'{}' is not the address of a party: {}", url, read.error().what));
  if (!read->path.empty())
    return sinew::fail(sinew::errc::invalid_input,
                       fmt::format("'{}' is not the address of a party: no path may stand in it", url));
  return read;
}

/// The form in which CLI11 asks for a validator.
auto complaint_about(const std::string& url) -> std::string {
  const auto read = address_in(url);
  return read ? std::string{} : read.error().what;
}

} // namespace

party_options::party_options(const naming& names) : names_{names}, url_{usual_url} {}

void party_options::add_to(CLI::App& app) {
  app.add_option(fmt::format("--{}", names_.option), url_, fmt::format("Where the {} listens", names_.party))
      ->envname(std::string{names_.variable})
      ->check(CLI::Validator{complaint_about, "URL"})
      ->capture_default_str();
  bind_guard_options(app, std::string{names_.option}, guard_);
}

auto party_options::read() const -> sinew::result<chosen> {
  if (const auto faults = faults_of(guard_); !faults.empty())
    return sinew::fail(sinew::errc::invalid_input, fmt::format("the {}'s guard: {}", names_.party, faults));
  return address_in(url_).map([this](sinew::http_url address) {
    chosen all{.client = {}, .guard = guard_};
    all.client.where = std::move(address);
    return all;
  });
}

void party_options::tell() const {
  spdlog::info("{} at {}{}", names_.party, url_,
               url_ == usual_url ? fmt::format(" (default; set --{})", names_.option) : std::string{});
}

} // namespace shop
