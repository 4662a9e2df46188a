// SPDX-License-Identifier: Apache-2.0
// `sinew send` with any text as a command's fields: it says what is wrong, or builds a command that reads back as what was
// written, and that its aggregate answers.
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"
#include "tools/send/command_writer.hpp"
#include "tools/transcode/strict_json.hpp"

#include <map>

using namespace sinew;

namespace {

const timestamp now = from_unix_ns(1'700'000'000'000'000'000);

/// Kept, as `sinew send` keeps it over a batch.
auto writer_for(const aggregate_kind& kind, std::string_view command) -> command_writer& {
  static std::map<std::string, command_writer> all;
  const auto name = std::string{kind.name()} + "." + std::string{command};
  auto found = all.find(name);
  if (found == all.end()) {
    const auto& owner = *fuzz::shop_catalog().owner_of(kind.name());
    auto made = command_writer::open(owner, {std::string{kind.name()}, std::string{command}, "fuzz"});
    found = all.emplace(name, std::move(made.value())).first;
  }
  return found->second;
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  const auto& kind = *input.one_of(fuzz::all_kinds());
  const std::string command{input.one_of(kind.commands())};
  const auto fields = parse_strict_json(input.text());
  if (!fields)
    return 0;
  auto& writer = writer_for(kind, command);
  const auto sent = writer.write("a-1", *fields, uuid{1, 1}, now, now);
  if (!sent)
    return 0;
  const auto received = message::verify(sent->raw());
  SINEW_ASSERT(received && received->type() == command);
  const auto& known = fuzz::shop_catalog();
  const auto shown = known.decode(kind.name(), command, received->payload());
  SINEW_ASSERT(shown);
  const auto again = writer.write("a-1", *shown, uuid{1, 1}, now, now);
  SINEW_ASSERT(again && known.decode(kind.name(), command, again->payload()).value() == *shown);
  (void)kind.birth()->decide(command, received->payload(), {"a-1", now});
  return 0;
}
