// SPDX-License-Identifier: Apache-2.0
#include "bench/target/state_queries.hpp"

#include "kernel/assertion.hpp"
#include "schemas/message.hpp"

#include <cstring>

namespace sinew::bench {

namespace {

auto query_for(std::string_view aggregate, const std::string& id, std::uint64_t at_version) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateQueryDirect(builder, std::string{aggregate}.c_str(), id.c_str(), at_version));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

} // namespace

state_queries::state_queries(std::string_view aggregate, naming name, const load& what, std::uint64_t at_version)
    : name_{std::move(name)},
      account_{what.aggregates, what.skew, what.seed},
      query_{query_for(aggregate, name_(0), at_version)} {
  const auto* id = flatbuffers::GetRoot<wire::StateQuery>(query_.data())->aggregate_id();
  id_at_ = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(id->data()) - query_.data());
  id_size_ = id->size();
}

auto state_queries::next() -> bytes_view {
  const auto id = name_(account_.next());
  SINEW_ASSERT(id.size() == id_size_);
  std::memcpy(query_.data() + id_at_, id.data(), id.size());
  return query_;
}

} // namespace sinew::bench
