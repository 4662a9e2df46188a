// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/payload_writer.hpp"

#include "kernel/assertion.hpp"
#include "tools/transcode/json_check.hpp"

#include <flatbuffers/idl.h>

namespace sinew {

namespace {

auto strict() -> flatbuffers::IDLOptions {
  flatbuffers::IDLOptions options;
  options.strict_json = true;
  options.skip_unexpected_fields_in_json = false;
  return options;
}

} // namespace

payload_writer::payload_writer(const schema_book& book)
    : book_{book}, parser_{std::make_unique<flatbuffers::Parser>(strict())} {
  // The book was verified when it was opened, so the parser must take it.
  SINEW_ASSERT(parser_->Deserialize(as_uint8(book.raw()), book.raw().size()));
}

payload_writer::payload_writer(payload_writer&&) noexcept = default;
payload_writer::~payload_writer() = default;

auto payload_writer::write(std::string_view table, const nlohmann::ordered_json& value) -> result<bytes> {
  const auto* object = book_.table(table);
  if (object == nullptr)
    return fail(errc::unknown_type, "the schema has no table " + std::string{table});
  if (auto ok = check_json(book_.schema(), *object, value); !ok)
    return tl::unexpected{ok.error()};
  const auto text = value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (!parser_->SetRootType(object->name()->c_str()) || !parser_->ParseJson(text.c_str()))
    return fail(errc::invalid_input,
                "FlatBuffers does not take it as " + object->name()->str() + ": " + parser_->error_);
  const auto& builder = parser_->builder_;
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

} // namespace sinew
