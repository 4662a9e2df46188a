// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway_options.hpp"

#include <CLI/CLI.hpp>

namespace sinew::gateway {

namespace {

void bind_milliseconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& to, const std::string& help) {
  app.add_option_function<std::int64_t>(
         name, [&to](std::int64_t value) { to = std::chrono::milliseconds{value}; }, help)
      ->default_str(std::to_string(to.count()))
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{3'600'000}))
      ->group("Limits");
}

template <class T>
void bind_limit(CLI::App& app, const std::string& name, T& to, T most, const std::string& help) {
  app.add_option(name, to, help)->check(CLI::Range(T{1}, most))->capture_default_str()->group("Limits");
}

} // namespace

void gateway_options::bind(CLI::App& app) {
  app.add_option("--nats", nats, "Where the broker is; several addresses with commas")
      ->envname("SINEW_NATS")
      ->capture_default_str();
  app.add_option("--node", node, "Unique name of this gateway (default: made up)");
  app.add_option("--address", address, "Address of this machine to listen on; 0.0.0.0: all")->capture_default_str();
  app.add_option("--port", port, "Port to listen on; 0: any free one")->capture_default_str();
  app.add_option("--cors-origin", cors_origins,
                 "Origin whose pages may use this, as browsers write it; can be repeated; '*': all (default: none)");
  app.add_option("--log-level", log_level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.add_option("--log-format", log_format, "text for people, json for machines")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  app.set_config("--config", "", "Read options from this TOML file");
  app.add_option("--jwks", gate.jwks,
                 "File with the keys of those whose tokens count (JSON Web Key Set); SIGHUP: read it again")
      ->type_name("FILE")
      ->group("Identity");
  app.add_option("--issuer", gate.rules.issuer, "Who issues the tokens: their 'iss'")->group("Identity");
  app.add_option("--audience", gate.rules.audience, "For whom they are made: one of their 'aud'")->group("Identity");
  app.add_flag("--allow-anyone", gate.anyone, "Ask nobody for tokens, and let everybody do everything")
      ->group("Identity");
  app.add_option("--tls-cert", tls.certificate,
                 "Serve https with the certificate in that file (PEM, with its chain); SIGHUP: read it again")
      ->type_name("FILE")
      ->group("TLS");
  app.add_option("--tls-key", tls.key, "Its private key (PEM)")->type_name("FILE")->group("TLS");
  app.add_option("--rate", gate.rate.per_second,
                 "Requests a second from each client, by subject or address; 0: as many as they like")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str()
      ->group("Limits");
  app.add_option("--rate-burst", gate.rate.burst, "As many at once after a pause")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str()
      ->group("Limits");
  bind_limit(app, "--rate-clients", gate.rate.clients, std::size_t{1'048'576}, "Clients remembered for that");
  bind_limit(app, "--connections", limits.connections, std::size_t{65'536}, "Connections open at once at most");
  bind_limit(app, "--event-streams", shop.event_streams, std::size_t{65'536}, "Event streams open at once at most");
  bind_limit(app, "--body-bytes", limits.body_size, std::uint64_t{1024 * 1024}, "Largest body of a request");
  bind_milliseconds(app, "--command-ms", shop.services.patience, "How long a command or query is tried");
  bind_limit(app, "--service-calls", shop.services.calls, std::size_t{10'000},
             "Commands and queries under way at once to one service; four times as many may wait");
  bind_limit(app, "--service-failures", shop.services.failures_in_a_row, std::size_t{1'000},
             "A service is left alone after so many failures in a row …");
  bind_milliseconds(app, "--service-open-ms", shop.services.open_time, "… for so long");
  bind_milliseconds(app, "--header-ms", limits.header_time, "How long a request's headers may take to come");
  bind_milliseconds(app, "--body-ms", limits.body_time, "How long its body may take");
  bind_milliseconds(app, "--idle-ms", limits.idle_time, "A connection idle so long is closed");
  bind_milliseconds(app, "--drain-ms", drain, "How long a clean stop may take");
}

} // namespace sinew::gateway
