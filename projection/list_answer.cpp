// SPDX-License-Identifier: Apache-2.0
#include "projection/list_answer.hpp"

#include "schemas/listing_generated.h"

namespace sinew {

namespace {

constexpr std::uint32_t retry_after_ms = 100;

auto finished(flatbuffers::FlatBufferBuilder& b, flatbuffers::Offset<wire::ListAnswer> answer) -> bytes {
  b.Finish(answer);
  return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
}

auto write_row(flatbuffers::FlatBufferBuilder& b, const stored_row& from) -> flatbuffers::Offset<wire::ListRow> {
  b.ForceVectorAlignment(from.what.row.size(), 1, 8);
  const auto row = b.CreateVector(as_uint8(from.what.row), from.what.row.size());
  return wire::CreateListRow(b, b.CreateString(from.id), row, from.version);
}

auto passes(errc code) -> bool {
  return code == errc::unavailable || code == errc::overloaded || code == errc::outcome_unknown;
}

} // namespace

auto list_answer(const list_page& page) -> bytes {
  flatbuffers::FlatBufferBuilder b{4096};
  std::vector<flatbuffers::Offset<wire::ListRow>> rows;
  rows.reserve(page.rows.size());
  for (const auto& each : page.rows)
    rows.push_back(write_row(b, each));
  const auto all = b.CreateVector(rows);
  const auto next = page.next.empty() ? 0 : b.CreateString(page.next);
  return finished(b, wire::CreateListAnswer(b, 0, all, next, page.position));
}

auto list_answer(const error& why) -> bytes {
  flatbuffers::FlatBufferBuilder b{256};
  const auto text = b.CreateString(to_string(why));
  return finished(b, wire::CreateListAnswer(b, text, 0, 0, 0, passes(why.code) ? retry_after_ms : 0));
}

} // namespace sinew
