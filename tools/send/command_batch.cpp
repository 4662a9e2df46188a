// SPDX-License-Identifier: Apache-2.0
#include "tools/send/command_batch.hpp"

#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

// Lines read ahead because their aggregate is busy; beyond it reading waits.
constexpr std::size_t most_waiting = 4096;

} // namespace

command_batch::command_batch(client& with, command_writer& writer, const terminal& where, plan p)
    : with_{with}, writer_{writer}, where_{where}, plan_{std::move(p)}, sender_{with, plan_.timeout} {}

auto command_batch::run(std::istream& lines) -> exit_code {
  begun_ = with_.where().now();
  line_source source{lines, with_.where(), [this] { pump(); }};
  source_ = &source;
  pump();
  (void)with_.where().run_until([&] { return source.has_ended() && busy_.empty(); }, loop::clock::duration::max());
  where_.progress("");
  where_.note(tally_.summary(with_.where().now() - begun_));
  return tally_.worst();
}

void command_batch::pump() {
  while (busy_.size() < plan_.concurrency && waiting_ < most_waiting) {
    const auto line = source_->next();
    if (!line)
      return;
    if (line->text.find_first_not_of(" \t\r") != std::string::npos)
      take(*line);
  }
}

void command_batch::take(const line_source::numbered_line& line) {
  auto command = read_command(line.text);
  if (!command) {
    where_.failed(fmt::format("{}:{}: {}", plan_.file_name, line.number, command.error().what), exit_code::bad_input);
    tally_.count(exit_code::bad_input, {});
    return;
  }
  const auto busy = busy_.find(std::string{command->aggregate_id()});
  if (busy == busy_.end())
    return start(std::move(*command));
  busy->second.push_back(std::move(*command));
  ++waiting_;
}

auto command_batch::read_command(const std::string& text) -> result<message> {
  auto fields = parse_strict_json(text);
  if (!fields)
    return tl::unexpected{fields.error()};
  const auto id = fields->is_object() ? fields->find("id") : fields->end();
  if (!fields->is_object() || id == fields->end() || !id->is_string())
    return fail(errc::invalid_input, "each line is an object with the aggregate's \"id\" beside the command's fields");
  const auto name = id->get<std::string>();
  fields->erase("id");
  const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  return writer_.write(name, *fields, with_.new_id(), now, now + plan_.timeout);
}

void command_batch::start(message command) {
  busy_.try_emplace(std::string{command.aggregate_id()});
  const auto started = with_.where().now();
  sender_.send(command, [this, command, started](const result<receipt>& how) { on_end(command, started, how); });
}

void command_batch::on_end(const message& command, loop::time_point started, const result<receipt>& how) {
  tally_.count(exit_code_of(how), with_.where().now() - started);
  where_.line(one_line(receipt_json(command, how)));
  show_progress();
  const auto busy = busy_.find(std::string{command.aggregate_id()});
  if (busy->second.empty()) {
    busy_.erase(busy);
  } else {
    auto next = std::move(busy->second.front());
    busy->second.pop_front();
    --waiting_;
    start(std::move(next));
  }
  pump();
}

void command_batch::show_progress() {
  const auto now = with_.where().now();
  if (now - shown_ < std::chrono::milliseconds{100})
    return;
  shown_ = now;
  where_.progress(tally_.summary(now - begun_));
}

auto receipt_json(const message& command, const result<receipt>& how) -> ordered_json {
  ordered_json json{{"id", command.aggregate_id()}};
  if (!how) {
    // Nothing is known: the same id may be sent again.
    json["outcome"] = "failed";
    json["command_id"] = to_string(command.id());
    json["reason"] = to_string(how.error());
    return json;
  }
  json["outcome"] = std::string{wire::EnumNameOutcome(how->outcome)};
  json["version"] = how->version;
  json["position"] = how->position;
  json["command_id"] = to_string(command.id());
  if (!how->reason.empty())
    json["reason"] = how->reason;
  if (how->repeated)
    json["repeated"] = true;
  return json;
}

auto exit_code_of(const result<receipt>& how) -> exit_code {
  if (!how)
    return exit_code_of(how.error().code);
  switch (how->outcome) {
    case wire::Outcome::accepted: return exit_code::done;
    case wire::Outcome::refused: return exit_code::refused;
    case wire::Outcome::invalid: return exit_code::bad_input;
    case wire::Outcome::retry: return exit_code::unavailable;
  }
  return exit_code::bad_input;
}

} // namespace sinew
