// SPDX-License-Identifier: Apache-2.0
// What stands in front of the shop beside a legacy system: entries that anybody may have written into the bucket, and what that system answers.
#include "gateway/strangler/answer_comparison.hpp"
#include "gateway/strangler/forwarding.hpp"
#include "gateway/strangler/side_choice.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;
using namespace sinew::gateway;

namespace {

/// One that was read is read again from what is written of it, and decides alike.
void read_entry(const std::string& text) {
  const auto read = parse_http_route(text);
  if (!read)
    return SINEW_ASSERT(read.error().code == errc::invalid_input && !read.error().what.empty());
  const auto again = parse_http_route(to_json(*read).dump());
  SINEW_ASSERT(again && *again == *read);
  for (const auto* id : {"", "o-1", "c-2"})
    SINEW_ASSERT(side_of(*again, id) == side_of(*read, id));
  if (!read->upstream.empty())
    SINEW_ASSERT(parse_http_url(read->upstream).has_value());
}

auto answer(const std::string& body) -> http_response {
  return {.status = 200, .headers = {}, .body = body, .stream = {}};
}

/// Equal to itself, and unequal either way round alike.
void compare(const std::string& legacy, const std::string& modern, const std::vector<std::string>& ignore) {
  SINEW_ASSERT(!compare_answers(answer(legacy), answer(legacy), ignore));
  const auto found = compare_answers(answer(legacy), answer(modern), ignore);
  const auto turned = compare_answers(answer(modern), answer(legacy), ignore);
  SINEW_ASSERT(found.has_value() == turned.has_value());
  if (!found)
    return;
  SINEW_ASSERT(found->members.size() == turned->members.size() && found->members.size() <= most_members);
  for (const auto& each : found->members)
    for (const auto* value : {&each.legacy, &each.modern})
      if (*value)
        fuzz::keep((*value)->dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).size());
}

void give_back(const std::string& location) {
  const auto by = parse_http_url("http://old.example/base").value();
  const auto back = returned({.status = 201, .headers = {{"Location", location}}, .body = {}, .stream = {}}, by);
  SINEW_ASSERT(back.headers.size() == 2 && !back.headers.front().value.empty());
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  switch (input.byte() % 3) {
    case 0: read_entry(input.text()); break;
    case 1: {
      const std::string ignored = "/" + std::string{as_text(input.piece())};
      const std::string legacy{as_text(input.piece())};
      compare(legacy, input.text(), {ignored});
      break;
    }
    default: give_back(input.text());
  }
  return 0;
}
