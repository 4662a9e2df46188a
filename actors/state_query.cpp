// SPDX-License-Identifier: Apache-2.0
#include "actors/state_query.hpp"

#include "actors/aggregate_loader.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto error_answer(const error& why) -> bytes {
  flatbuffers::FlatBufferBuilder builder{128};
  const auto text = builder.CreateString(to_string(why));
  builder.Finish(wire::CreateStateAnswer(builder, text));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

auto state_answer(const aggregate& a, std::uint64_t schema) -> bytes {
  flatbuffers::FlatBufferBuilder builder{512};
  const auto state = a.state().save();
  builder.ForceVectorAlignment(state.size(), 1, 8);
  const auto state_bytes = builder.CreateVector(as_uint8(state), state.size());
  const auto name = builder.CreateString(a.key().aggregate);
  const auto id = builder.CreateString(a.key().id);
  const auto snapshot = wire::CreateSnapshot(builder, name, id, a.version(), a.position(), schema, 0, state_bytes);
  builder.Finish(wire::CreateStateAnswer(builder, 0, snapshot));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

auto answered(const result<std::shared_ptr<aggregate>>& loaded, std::uint64_t at_version, std::uint64_t schema)
    -> bytes {
  if (!loaded)
    return error_answer(loaded.error());
  const auto& found = **loaded;
  const auto name = found.key().aggregate + " " + found.key().id;
  if (found.version() == 0)
    return error_answer({errc::not_found, "there is no " + name});
  if (at_version > found.version())
    return error_answer(
        {errc::not_found, fmt::format("{} has no version {}; its newest is {}", name, at_version, found.version())});
  return state_answer(found, schema);
}

auto load_request_for(const wire::StateQuery& query, const service& served, std::uint64_t schema)
    -> result<load_request> {
  const auto name = query.aggregate()->string_view();
  const auto* kind = served.find(name);
  if (kind == nullptr)
    return fail(errc::unknown_type, fmt::format("service {} has no aggregate '{}'", served.name, name));
  if (auto id = check_id(query.aggregate_id()->string_view()); !id)
    return tl::unexpected{id.error()};
  const auto version = query.at_version() == 0 ? aggregate::every_version : query.at_version();
  return load_request{*kind, {std::string{name}, query.aggregate_id()->str()}, schema, version};
}

} // namespace

void answer_state_query(const node_context& node, const service& served, const incoming_request& request) {
  if (!request.respond)
    return;
  const auto* query = verified_table<wire::StateQuery>(request.body);
  if (query == nullptr)
    return request.respond(error_answer({errc::invalid_input, "the request is not a StateQuery"}));
  auto what = load_request_for(*query, served, node.schema);
  if (!what)
    return request.respond(error_answer(what.error()));
  load_aggregate(node.outside.log, node.bounds, std::move(*what),
                 [respond = request.respond, at = query->at_version(), schema = node.schema](
                     const result<std::shared_ptr<aggregate>>& loaded) { respond(answered(loaded, at, schema)); });
}

} // namespace sinew
