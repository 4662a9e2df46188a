// SPDX-License-Identifier: Apache-2.0
#include "tools/client/registry_reading.hpp"
#include "tools/send/command_batch.hpp"
#include "tools/transcode/strict_json.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Turns JSON into the command's message with the schema that the service has registered, sends it to whoever owns the
aggregate, and prints the receipt as one line of JSON:
  {"id":"o-1","outcome":"accepted","version":1,"position":17,"command_id":"…"}
The position is where the service's log holds it: `sinew list … --at-least 17` waits until a read model has seen that.
Unknown fields, missing ones and wrong types are refused before anything is sent; the message names the field.

While nobody serves, or the outcome is unknown, the same command is sent again with the same id until --timeout, so that
it happens once. After a timeout repeat it yourself with --command-id and the id that was printed.

With --file and no --id, each line is one command: an object with the aggregate's "id" beside the command's fields. Lines
of one aggregate are sent in their order. A summary goes to stderr; the exit code is the worst of all.

Examples:
  sinew send stock receive --id SKU-1 --data '{"quantity":100}'
  sinew send order place --id o-1 --file examples/order.json
  sinew send order place --file examples/orders.jsonl --concurrency 128
  generate-orders | sinew send order place --file -
  sinew send order cancel --id o-1 --data '{"reason":"changed my mind"}' --command-id 0198c0de-0000-7000-8000-000000000001

Exit codes: 0 accepted, 2 bad input, 3 refused (the reason is printed), 4 unavailable or timed out.
)";

struct send_options {
  std::string aggregate;
  std::string command;
  std::string id;
  std::string data;
  std::string file;
  std::string command_id;
  std::string timeout = "10s";
  std::size_t concurrency = 64;
  std::string actor;
};

auto default_actor() -> std::string {
  const auto* user = std::getenv("USER");
  return fmt::format("cli/{}", user == nullptr || *user == '\0' ? "unknown" : user);
}

auto whole_text(std::istream& from) -> std::string {
  std::ostringstream text;
  text << from.rdbuf();
  return std::move(text).str();
}

/// One `sinew send`, once its options are read.
class sending {
 public:
  sending(const send_options& options, const terminal& where) : options_{options}, where_{where} {}

  auto run(const std::string& url) -> exit_code {
    const auto prepared = check_options();
    if (!prepared)
      return where_.failed(prepared.error());
    auto connected = client::open(url);
    if (!connected)
      return where_.failed(connected.error());
    client_ = std::move(*connected);
    const auto known = read_catalog(*client_);
    if (!known)
      return where_.failed(known.error());
    auto writer = known->need(options_.aggregate).and_then([this](const service_card* owner) {
      return command_writer::open(
          *owner, {options_.aggregate, options_.command, options_.actor.empty() ? default_actor() : options_.actor});
    });
    if (!writer)
      return where_.failed(writer.error());
    return options_.id.empty() ? send_lines(*writer) : send_one(*writer);
  }

 private:
  auto check_options() -> result<void> {
    const auto timeout = parse_duration(options_.timeout);
    if (!timeout)
      return tl::unexpected{timeout.error()};
    timeout_ = *timeout;
    if (options_.id.empty() && options_.file.empty())
      return fail(errc::invalid_input,
                  "which one? Give --id with --data or --file, or --file with an \"id\" in each line");
    if (options_.id.empty() && !options_.command_id.empty())
      return fail(errc::invalid_input, "--command-id is for a single command; give --id too");
    if (!options_.id.empty())
      if (auto ok = check_id(options_.id); !ok)
        return ok;
    if (!options_.file.empty() && options_.file != "-") {
      file_.open(options_.file);
      if (!file_)
        return fail(errc::invalid_input, fmt::format("cannot read {}; check the name", options_.file));
    }
    return options_.id.empty() ? check_lines() : result<void>{};
  }

  /// One command over several lines is a forgotten --id, and would be as many mistakes as it has lines.
  auto check_lines() -> result<void> {
    std::string first;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(options_.file, ignored) || !std::getline(file_ >> std::ws, first))
      return {};
    const auto rewind = [this] { file_.clear(), file_.seekg(0); };
    rewind();
    if (nlohmann::json::accept(first))
      return {};
    const bool is_one_command = nlohmann::json::accept(whole_text(file_));
    rewind();
    if (is_one_command)
      return fail(errc::invalid_input,
                  fmt::format("{} holds one command over several lines: say with --id which {} it is for",
                              options_.file, options_.aggregate));
    return {};
  }

  auto input() -> std::istream& { return options_.file == "-" || options_.data == "-" ? std::cin : file_; }

  auto send_lines(command_writer& writer) -> exit_code {
    command_batch batch{*client_,
                        writer,
                        where_,
                        {.file_name = options_.file, .concurrency = options_.concurrency, .timeout = timeout_}};
    return batch.run(input());
  }

  auto send_one(command_writer& writer) -> exit_code {
    const auto command = read_command(writer);
    if (!command)
      return where_.failed(command.error());
    persistent_sender sender{*client_, timeout_};
    const auto how = client_->await<receipt>([&](completion<receipt> done) { sender.send(*command, std::move(done)); });
    where_.line(one_line(receipt_json(*command, how)));
    explain(*command, how);
    return exit_code_of(how);
  }

  auto read_command(command_writer& writer) -> result<message> {
    const auto text = options_.file.empty() && options_.data != "-" ? options_.data : whole_text(input());
    const auto fields = parse_strict_json(text);
    if (!fields)
      return tl::unexpected{fields.error()};
    const auto id = options_.command_id.empty() ? result<uuid>{client_->new_id()} : parse_uuid(options_.command_id);
    if (!id)
      return tl::unexpected{id.error()};
    const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    return writer.write(options_.id, *fields, *id, now, now + timeout_);
  }

  void explain(const message& command, const result<receipt>& how) const {
    const auto code = exit_code_of(how);
    if (!how)
      where_.failed(fmt::format("{}; repeat it safely with --command-id {}", how.error().what, to_string(command.id())),
                    code);
    else if (code != exit_code::done)
      where_.failed(fmt::format("{} {}: '{}' is {}: {}", command.aggregate(), command.aggregate_id(), command.type(),
                                wire::EnumNameOutcome(how->outcome), reason_of(*how)),
                    code);
  }

  /// "is invalid: invalid_input: …" says it twice.
  static auto reason_of(const receipt& how) -> std::string_view {
    constexpr std::string_view twice = "invalid_input: ";
    std::string_view reason = how.reason;
    if (how.outcome == wire::Outcome::invalid && reason.starts_with(twice))
      reason.remove_prefix(twice.size());
    return reason;
  }

  const send_options& options_;
  const terminal& where_;
  std::chrono::milliseconds timeout_{};
  std::ifstream file_;
  std::unique_ptr<client> client_;
};

} // namespace

auto send_verb() -> verb {
  return {"Run", "send", "send a command, or a file of them, and print the receipts", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<send_options>();
            app.add_option("aggregate", o->aggregate, "Kind of aggregate: order, stock, account …")->required();
            app.add_option("command", o->command, "What it is asked: place, receive …")->required();
            app.add_option("--id", o->id, "Which one: 1 to 64 of A-Z a-z 0-9 _ -");
            auto* data = app.add_option("--data", o->data, "The command's fields as JSON; - reads stdin");
            app.add_option("--file", o->file, "With --id: one command as JSON; else JSON lines. - reads stdin")
                ->excludes(data);
            app.add_option("--command-id", o->command_id, "UUID of the command, to repeat it safely");
            app.add_option("--timeout", o->timeout, "How long to try: 250ms, 10s, 5m")->default_str("10s");
            app.add_option("--concurrency", o->concurrency, "Commands of a file in flight at once, 1 to 4096")
                ->check(CLI::Range(1, 4096))
                ->default_str("64");
            app.add_option("--actor", o->actor, "Who asks (default: cli/$USER)");
            return [o](const common_options& common, const terminal& where) {
              return sending{*o, where}.run(common.nats);
            };
          }};
}

} // namespace sinew
