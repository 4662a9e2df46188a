// SPDX-License-Identifier: Apache-2.0
// Bytes that are no payload, at the very end of what the process may read: one read beyond them ends the test.
#include "tests/unit/tools/shop_catalog.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

namespace sinew {
namespace {

constexpr std::string_view order =
    R"({"customer":"c-1","lines":[{"sku":"A","quantity":1,"price":{"units":1,"currency":"EUR"}}],
  "payment":{"method":"card","card":"1"},"address":{"name":"Ada"}})";

/// Memory behind which there is none.
class fenced_bytes {
 public:
  explicit fenced_bytes(bytes_view all) : size_{all.size()} {
    start_ =
        static_cast<std::byte*>(mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    EXPECT_EQ(mprotect(start_ + page_, page_, PROT_NONE), 0);
    std::memcpy(start_ + page_ - size_, all.data(), size_);
  }
  ~fenced_bytes() { munmap(start_, 2 * page_); }
  fenced_bytes(const fenced_bytes&) = delete;
  auto operator=(const fenced_bytes&) -> fenced_bytes& = delete;

  [[nodiscard]] auto view() const -> bytes_view { return {start_ + page_ - size_, size_}; }

 private:
  std::size_t page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::size_t size_;
  std::byte* start_;
};

auto payload() -> bytes {
  const auto book = test::order_book();
  return payload_writer{book}.write("OrderPlace", ordered_json::parse(order)).value();
}

auto read(const bytes& damaged) {
  static const auto book = test::order_book();
  return read_payload(book, "OrderPlace", fenced_bytes{damaged}.view());
}

/// Where the entries of the root table's vtable lie.
auto entries_of(bytes_view all) -> std::vector<std::size_t> {
  const auto table = flatbuffers::ReadScalar<flatbuffers::uoffset_t>(all.data());
  const auto vtable = table - static_cast<std::size_t>(flatbuffers::ReadScalar<flatbuffers::soffset_t>(&all[table]));
  const auto size = flatbuffers::ReadScalar<flatbuffers::voffset_t>(&all[vtable]);
  std::vector<std::size_t> entries;
  for (std::size_t at = 4; at < size; at += 2)
    entries.push_back(vtable + at);
  return entries;
}

TEST(a_payload, is_refused_when_a_field_lies_beyond_it) {
  EXPECT_TRUE(read(payload()));
  for (const auto entry : entries_of(payload())) {
    auto damaged = payload();
    flatbuffers::WriteScalar(&damaged[entry], flatbuffers::voffset_t{0xfff0});
    EXPECT_FALSE(read(damaged)) << entry;
  }
}

TEST(a_payload, with_any_one_bit_flipped_is_refused_or_readable) {
  for (std::size_t bit = 0; bit < payload().size() * 8; ++bit) {
    auto damaged = payload();
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    if (const auto shown = read(damaged)) {
      EXPECT_FALSE(one_line(*shown).empty());
    }
  }
}

} // namespace
} // namespace sinew
