// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/http_carrier.hpp"
#include "tests/integration/sandbox_fixture.hpp"

namespace shop {
namespace {

using sinew::errc;
using testing::sandbox_process;

const address home{"Ada Lovelace", "St James's Square 12", "12345", "München", "DE"};

class sandbox_carrier : public testing::sandbox_test {
 protected:
  using answer = carrier::answer;

  auto book(const std::string& id, const address& to, sinew::timestamp deadline = {}) -> sinew::result<answer> {
    return answer_to<answer>([&](auto done) { parcels->book(id, to, deadline, std::move(done)); });
  }
  auto cancel(const std::string& id) -> sinew::result<void> {
    return answer_to<void>([&](auto done) { parcels->cancel(id, std::move(done)); });
  }
  static auto word_of(const sinew::result<answer>& got) -> std::string {
    if (!got)
      return to_string(got.error());
    if (const auto* yes = std::get_if<carrier::booked>(&*got))
      return yes->tracking;
    return std::get<carrier::refused>(*got).code;
  }
  static auto in(const std::string& postcode) -> address {
    auto there = home;
    there.postcode = postcode;
    return there;
  }

  std::optional<http_carrier> parcels;
};

TEST_F(sandbox_carrier, books_a_parcel_once) {
  const sandbox_process sandbox;
  parcels.emplace(options_for(sandbox.url()), guard_options(), loop, post());
  EXPECT_EQ(word_of(book("o-1", home)), "tr-o-1");
  EXPECT_EQ(word_of(book("o-1", home)), "tr-o-1");
  EXPECT_EQ(word_of(book("o-2", {})), "tr-o-2");
  EXPECT_EQ(list(sandbox.url(), "bookings")["bookings"].size(), 2U);
}

TEST_F(sandbox_carrier, refuses_what_cannot_be_delivered) {
  const sandbox_process sandbox;
  parcels.emplace(options_for(sandbox.url()), guard_options(), loop, post());
  EXPECT_EQ(word_of(book("o-1", in("00000"))), "undeliverable");
}

TEST_F(sandbox_carrier, undoes_a_booking_and_never_makes_it_again) {
  const sandbox_process sandbox;
  parcels.emplace(options_for(sandbox.url()), guard_options(), loop, post());
  ASSERT_EQ(word_of(book("o-1", home)), "tr-o-1");
  ASSERT_TRUE(cancel("o-1"));
  ASSERT_TRUE(cancel("o-2"));
  EXPECT_EQ(word_of(book("o-1", home)), "voided");
  EXPECT_EQ(word_of(book("o-2", home)), "voided");
}

TEST_F(sandbox_carrier, answers_a_slow_booking_that_is_undone_meanwhile) {
  const sandbox_process sandbox;
  parcels.emplace(options_for(sandbox.url()), guard_options(), loop, post());
  std::string first;
  parcels->book("o-1", in("99999"), {}, [&](const sinew::result<answer>& got) { first = word_of(got); });
  // Whichever of the two reaches the sandbox first: the end is the same.
  ASSERT_TRUE(cancel("o-1"));
  if (first.empty()) {
    ASSERT_TRUE(loop.run_until([&] { return !first.empty(); }, std::chrono::seconds{5}));
  }
  EXPECT_EQ(first, "voided");
}

TEST_F(sandbox_carrier, is_not_waited_for_beyond_the_deadline) {
  const sandbox_process sandbox;
  parcels.emplace(options_for(sandbox.url()), guard_options(), loop, post());
  const auto now = std::chrono::system_clock::now();
  EXPECT_EQ(book("o-1", in("99999"), now + std::chrono::milliseconds{300}).error().code, errc::outcome_unknown);
  EXPECT_EQ(book("o-2", home, now - std::chrono::milliseconds{1}).error().code, errc::deadline_exceeded);
}

TEST_F(sandbox_carrier, that_is_down_is_unavailable) {
  std::string url;
  {
    const sandbox_process sandbox;
    url = sandbox.url();
  }
  parcels.emplace(options_for(url), guard_options(), loop, post());
  EXPECT_EQ(book("o-1", home).error().code, errc::unavailable);
}

} // namespace
} // namespace shop
