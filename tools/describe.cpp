// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/describe/saga_graph.hpp"
#include "tools/up/child_process.hpp"
#include "tools/up/programs.hpp"
#include "tools/verb.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Lays the services' own descriptions side by side: subjects, commands, events, reactions, the graph of the sagas. Reports
mistakes in the tables, events nobody handles, steps without compensation, and circles.

The descriptions come from the registry; with --offline from the executables beside `sinew`, and no broker is needed.

Examples:
  sinew describe
  sinew describe --format mermaid > saga.mmd
  sinew describe --offline --format json | jq .findings

Exit codes: 0 shown, 2 a table has mistakes, 4 unavailable.
)";

enum class drawing : std::uint8_t { text, mermaid, json };

const std::map<std::string, drawing> drawings{
    {"text", drawing::text}, {"mermaid", drawing::mermaid}, {"json", drawing::json}};

struct describe_options {
  drawing format = drawing::text;
  bool offline = false;
};

auto ask_executables() -> result<catalog> {
  catalog known;
  for (const auto service : shop_services) {
    const auto program = service_program_path(service);
    if (!program)
      return tl::unexpected{program.error()};
    auto card = output_of({program->string(), "--describe"}, std::chrono::seconds{10}).and_then(parse_service_card);
    if (!card)
      return tl::unexpected{card.error()};
    known.add(std::move(*card));
  }
  return known;
}

auto ask_registry(const std::string& url) -> result<catalog> {
  return client::open(url).and_then([](const std::unique_ptr<client>& with) { return read_catalog(*with); });
}

auto drawn(const catalog& known, const saga_findings& findings, drawing format) -> std::string {
  switch (format) {
    case drawing::text: return describe_as_text(known, findings);
    case drawing::mermaid: return describe_as_mermaid(known);
    case drawing::json: return describe_as_json(known, findings).dump(2);
  }
  return {};
}

auto run(const describe_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto known = o.offline ? ask_executables() : ask_registry(common.nats);
  if (!known)
    return where.failed(known.error());
  const auto findings = find_in(*known);
  where.line(drawn(*known, findings, common.json ? drawing::json : o.format));
  return findings.broken.empty()
             ? exit_code::done
             : where.failed("the tables of reactions have mistakes; correct the services named above",
                            exit_code::bad_input);
}

} // namespace

auto describe_verb() -> verb {
  return {"Understand", "describe", "draw the services, their subjects and sagas; find what nobody handles", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<describe_options>();
            app.add_option("--format", o->format, "text, mermaid or json (default: text)")
                ->transform(CLI::Transformer(drawings).description(""))
                ->transform(one_of({"text", "mermaid", "json"})) // CLI11 asks the last one first
                ->type_name("FORMAT");
            app.add_flag("--offline", o->offline, "Ask the executables instead of the broker");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
