// SPDX-License-Identifier: Apache-2.0
// A message of the stream PARK with any headers, as a foreign client may have stored it; and any page of a history.
#include "bridge/history_answer.hpp"
#include "bridge/parked_headers.hpp"
#include "tests/fuzz/fuzz_input.hpp"

#include <nats/nats.h>

#include <array>

using namespace sinew;

namespace {

constexpr std::array names{"Sinew-Upstream",      "Sinew-Reason",      "Sinew-Position", "Sinew-Attempts",
                           "Nats-Sequence",       "Nats-Num-Pending",  "Nats-Subject",   "Status",
                           "Description",         "Sinew-Causes",      "Sinew-Type",     "Sinew-Kind",
                           "Sinew-First-Failure", "Sinew-Last-Failure"};

/// A line of a header, as nats.c would have read it: without line ends and zeros.
auto as_line(const bytes& piece) -> std::string {
  std::string line;
  for (const char c : as_text(piece))
    if (c != '\r' && c != '\n' && c != '\0')
      line += c;
  return line;
}

auto message_of(fuzz::fuzz_input& input) -> broker_message {
  const auto subject = as_line(input.piece());
  std::array<std::string, names.size()> values;
  for (auto& value : values)
    value = as_line(input.piece());
  const auto body = input.piece();
  natsMsg* made = nullptr;
  const auto text = as_text(body);
  SINEW_ASSERT(natsMsg_Create(&made, subject.empty() ? "s" : subject.c_str(), nullptr, text.data(),
                              static_cast<int>(text.size())) == NATS_OK);
  broker_message owned{made};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!values[i].empty())
      SINEW_ASSERT(natsMsgHeader_Set(made, names[i], values[i].c_str()) == NATS_OK);
  return owned;
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  static const auto opened = nats_Open(-1); // messages are given back to a thread of its own
  SINEW_ASSERT(opened == NATS_OK);
  fuzz::fuzz_input input{data, size};
  std::vector<broker_message> all;
  do {
    all.push_back(message_of(input));
    const auto& m = all.back();
    if (const auto parked = read_parked(m.subject(), m)) {
      SINEW_ASSERT(parked->reason.size() <= m.header("Sinew-Reason").size());
      fuzz::keep(fuzz::touched(parked->reason) + fuzz::touched(parked->body) + fuzz::touched(parked->upstream));
      for (const auto& cause : parked->causes)
        fuzz::keep(fuzz::touched(cause));
      fuzz::keep(parked_headers{*parked}.view().size());
    }
    fuzz::keep(static_cast<std::size_t>(m.status()) + fuzz::touched(m.status_text()));
  } while (!input.is_empty() && all.size() < 8);
  if (const auto page = read_history_page(all))
    SINEW_ASSERT(page->messages.size() <= all.size());
  return 0;
}
