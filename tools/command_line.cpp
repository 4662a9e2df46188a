// SPDX-License-Identifier: Apache-2.0
#include "tools/command_line.hpp"

#include "tools/checks.hpp"
#include "tools/nearest.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

namespace sinew {

namespace {

constexpr std::string_view opening = "sinew - run, feed and watch a system of event-sourced services on NATS\n";

constexpr std::string_view closing = R"(
Every verb explains itself:   sinew send --help
Common options:               --nats URL (or SINEW_NATS), --json, --color auto|always|never; before the verb or behind it
Version:                      sinew --version
Exit codes:                   0 done, 2 bad input, 3 refused, 4 unavailable; more in `sinew saga --help`

A first tour, in two terminals:
  $ sinew up
  $ sinew send stock receive --file examples/stock.jsonl
  $ sinew send order place --id o-1 --file examples/order.json
  $ sinew saga o-1 --wait 10s
  $ sinew tap 'evt.>' --from-start
)";

const std::map<std::string, color_choice> color_names{
    {"auto", color_choice::automatic}, {"always", color_choice::always}, {"never", color_choice::never}};

void add_common(CLI::App& app, common_options& options, bool needs_broker) {
  auto* nats =
      app.add_option("--nats", options.nats, needs_broker ? "Address of the broker" : "Use this broker; start none")
          ->type_name("URL")
          ->group("Common");
  if (needs_broker)
    nats->envname("SINEW_NATS")->default_str(options.nats);
  else
    options.nats.clear();
  app.add_flag("--json", options.json, "Machine-readable output")->group("Common");
  app.add_option("--color", options.color, "auto, always or never (default: auto)")
      ->transform(CLI::Transformer(color_names).description(""))
      ->transform(one_of({"auto", "always", "never"})) // CLI11 asks the last one first
      ->type_name("WHEN")
      ->group("Common");
}

/// What is wrong, in the words of the one who knows: CLI11 names neither what was meant nor what there is.
auto explain(const CLI::ParseError& wrong, const CLI::App& app) -> std::string {
  const auto advice = advice_about_unknown(app);
  return advice.empty() ? std::string{wrong.what()} : advice;
}

auto run_verb(const verb& chosen, const std::vector<const char*>& words) -> exit_code {
  CLI::App app{fmt::format("sinew {} - {}\n{}", chosen.name, chosen.about, chosen.usage)};
  app.name(fmt::format("sinew {}", chosen.name));
  app.option_defaults()->always_capture_default(false);
  common_options common;
  const auto action = chosen.declare(app);
  add_common(app, common, chosen.needs_broker);
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::CallForHelp&) {
    terminal{color_choice::automatic}.line(app.help());
    return exit_code::done;
  } catch (const CLI::ParseError& wrong) { // the edge: CLI11 tells by throwing
    return terminal{color_choice::automatic}.failed(
        fmt::format("{}; see `sinew {} --help`", explain(wrong, app), chosen.name), exit_code::bad_input);
  }
  return action(common, terminal{common.color});
}

/// How many words of common options stand before the verb.
auto leading_options(int argc, const char* const* argv) -> int {
  int at = 1;
  while (at < argc) {
    const std::string_view word = argv[at];
    if (word == "--color" || word == "--nats")
      at += 2;
    else if (word == "--json" || word.starts_with("--color=") || word.starts_with("--nats="))
      ++at;
    else
      break;
  }
  return std::min(at, argc) - 1;
}

auto unknown_verb(std::string_view word, const std::vector<verb>& verbs) -> exit_code {
  std::vector<std::string> names;
  for (const auto& v : verbs)
    names.emplace_back(v.name);
  const auto meant = nearest(word, names);
  const auto advice =
      meant.empty() ? std::string{"see `sinew --help`"} : fmt::format("did you mean `sinew {}`?", meant);
  return terminal{color_choice::automatic}.failed(fmt::format("there is no verb '{}'; {}", word, advice),
                                                  exit_code::bad_input);
}

} // namespace

auto all_verbs() -> std::vector<verb> {
  return {up_verb(),    token_verb(), send_verb(),       tap_verb(),    saga_verb(),     trace_verb(),
          state_verb(), list_verb(),  history_verb(),    decode_verb(), describe_verb(), cluster_verb(),
          node_verb(),  route_verb(), projection_verb(), park_verb()};
}

auto front_page(const std::vector<verb>& verbs) -> std::string {
  std::string page{opening};
  std::string_view group;
  for (const auto& v : verbs) {
    if (v.group != group)
      page += fmt::format("\n{}\n", group = v.group);
    page += fmt::format("  {:<12}{}\n", v.name, v.about);
  }
  return page + std::string{closing};
}

auto run_command_line(const std::vector<verb>& verbs, int argc, const char* const* argv) -> exit_code {
  const auto leading = leading_options(argc, argv);
  const auto place = leading + 1;
  const std::string_view word = argc > place ? argv[place] : "--help";
  const auto chosen = std::ranges::find(verbs, word, &verb::name);
  if (chosen != verbs.end()) {
    std::vector<const char*> words(argv + place, argv + argc);
    words.insert(words.begin() + 1, argv + 1, argv + place);
    return run_verb(*chosen, words);
  }
  if (word == "--version") {
    terminal{color_choice::automatic}.line("sinew " SINEW_VERSION);
    return exit_code::done;
  }
  if (word != "--help" && word != "-h" && word != "help")
    return unknown_verb(word, verbs);
  terminal{color_choice::automatic}.line(front_page(verbs));
  return exit_code::done;
}

} // namespace sinew
