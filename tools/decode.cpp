// SPDX-License-Identifier: Apache-2.0
#include "bridge/base64.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/cloud_event.hpp"
#include "tools/envelope_stream.hpp"
#include "tools/verb.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <iostream>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
A filter: message bodies on stdin, one JSON object (CloudEvents 1.0) per entry on stdout. Schemas come from the
registry in the broker. What cannot be decoded is shown as {"undecodable":true,…}.

stdin is one of:
  (default)   raw bodies, one or many, each optionally followed by a newline, as `nats sub --raw` prints them.
              An envelope carries no length: its end is where it verifies and the next begins or the pipe pauses.
              Bytes between envelopes are reported as undecodable.
  --hex       one body per line, in hexadecimal
  --base64    one body per line, in base64 (RFC 4648)

Examples:
  nats sub --raw 'evt.>' | sinew decode
  nats stream get EVT_ORDER 1 --json | jq -r .data | sinew decode --base64
  sinew decode < message.bin
)";

enum class input_form : std::uint8_t { raw, hex, base64 };

void print(const catalog& known, const terminal& to, bytes_view body) {
  for (const auto& event : cloud_events(known, "", body))
    to.line(one_line(event));
}

void decode_raw(const catalog& known, const terminal& to) {
  envelope_stream stream{[&](bytes_view body) { print(known, to, body); }};
  std::array<std::byte, 65536> piece{};
  for (;;) {
    const auto got = read(STDIN_FILENO, piece.data(), piece.size());
    if (got <= 0)
      break;
    stream.take({piece.data(), static_cast<std::size_t>(got)});
  }
  stream.finish();
}

void decode_lines(const catalog& known, const terminal& to, input_form form) {
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    if (line.empty())
      continue;
    const auto body = form == input_form::hex ? from_hex(line) : from_base64(line);
    if (body)
      print(known, to, *body);
    else
      to.line(one_line(undecodable("", body.error().what, as_bytes(line))));
  }
}

auto run(input_form form, const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto known = read_catalog(**with);
  if (!known)
    return where.failed(known.error());
  form == input_form::raw ? decode_raw(*known, where) : decode_lines(*known, where, form);
  return exit_code::done;
}

} // namespace

auto decode_verb() -> verb {
  return {"Look", "decode", "turn message bodies on stdin into JSON: nats sub --raw 'evt.>' | sinew decode", usage,
          [](CLI::App& app) -> verb_action {
            auto form = std::make_shared<input_form>(input_form::raw);
            auto* hex = app.add_flag_callback(
                "--hex", [form] { *form = input_form::hex; }, "Lines of hexadecimal");
            app.add_flag_callback(
                   "--base64", [form] { *form = input_form::base64; }, "Lines of base64")
                ->excludes(hex);
            return [form](const common_options& common, const terminal& where) { return run(*form, common, where); };
          }};
}

} // namespace sinew
