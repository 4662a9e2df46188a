// SPDX-License-Identifier: Apache-2.0
#include "kernel/names.hpp"
#include "kernel/time.hpp"
#include "tools/checks.hpp"
#include "tools/token/development_token.hpp"
#include "tools/token/running_key.hpp"
#include "tools/verb.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"text(
Prints a token for the gateway of a system that runs on this machine, signed with that system's development key. It lets its
bearer be what --role says:

  customer  sees and changes what belongs to the customer --subject
  clerk     sees and changes what is anybody's
  operator  a clerk who may look after the system, too

The key is that of the `sinew up --http-port` on the broker of --nats, and never leaves this machine. Real systems get their tokens
elsewhere, and their gateways the issuer's public keys: `sinew-gateway --jwks`.

Examples:
  sinew token --role customer --subject c-1
  sinew token --role operator --subject ada --ttl 8h
  curl -H "Authorization: Bearer $(sinew token --role customer --subject c-1)" http://127.0.0.1:8080/v1/orders/o-1
  sinew token --role clerk --subject bob --data-dir ~/shop      of the system that keeps its data there

Exit codes: 0 printed, 2 there is no key, or an option is at fault.
)text";

struct token_options {
  token_wish wish;
  std::string ttl = "1h";
  std::filesystem::path data;
  std::filesystem::path key;
};

auto key_file(const token_options& o, const std::string& broker) -> result<std::filesystem::path> {
  if (!o.key.empty())
    return o.key;
  if (!o.data.empty())
    return o.data / development_key_name;
  return running_key::find(broker);
}

auto run(token_options o, const common_options& common, const terminal& where) -> exit_code {
  const auto lifetime = parse_duration(o.ttl);
  if (!lifetime)
    return where.failed(lifetime.error());
  o.wish.lifetime = std::chrono::ceil<std::chrono::seconds>(*lifetime);
  const auto token =
      check_id(o.wish.subject).and_then([&] { return key_file(o, common.nats); }).and_then([&](const auto& file) {
        return development_key::read(file).map([&](const development_key& key) {
          return write_token(key, o.wish, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
        });
      });
  if (!token)
    return where.failed(token.error());
  const nlohmann::ordered_json told{
      {"token", *token}, {"token_type", "Bearer"}, {"expires_in", o.wish.lifetime.count()}};
  where.line(common.json ? told.dump() : *token);
  return exit_code::done;
}

} // namespace

auto token_verb() -> verb {
  return {
      "Run", "token", "print a token that a gateway on this machine takes", usage, [](CLI::App& app) -> verb_action {
        auto o = std::make_shared<token_options>();
        app.add_option("--role", o->wish.roles, "What the bearer is: customer, clerk or operator; can be repeated")
            ->required()
            ->check(one_of({"customer", "clerk", "operator"}));
        app.add_option("--subject", o->wish.subject, "Who the bearer is; of a customer, the customer's id")->required();
        app.add_option("--ttl", o->ttl, "How long it counts: 30s, 5m, 2h")->default_str("1h");
        app.add_option("--data-dir,--data", o->data, "Of the system that keeps its data there");
        app.add_option("--key", o->key, "Sign with the private key in that file (PEM, Ed25519)")
            ->excludes("--data-dir");
        app.add_option("--issuer", o->wish.issuer, "Its 'iss'")->default_str(std::string{development_issuer});
        app.add_option("--audience", o->wish.audience, "Its 'aud'")->default_str(std::string{development_audience});
        return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
      }};
}

} // namespace sinew
