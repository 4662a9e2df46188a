// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/payload_check.hpp"

namespace sinew {

namespace {

using reflection::BaseType;

class checker {
 public:
  checker(const reflection::Schema& schema, bytes_view payload, const message_limits& limits)
      : schema_{schema}, bytes_{as_uint8(payload)}, verifier_{bytes_, payload.size(), limits.depth, limits.tables} {}

  auto root(const reflection::Object& wanted) -> bool {
    const auto offset = verifier_.VerifyOffset(0);
    return offset != 0 && table(table_at(bytes_ + offset), wanted);
  }

 private:
  static auto table_at(const std::uint8_t* place) -> const flatbuffers::Table& {
    return *reinterpret_cast<const flatbuffers::Table*>(place);
  }

  auto object_of(const reflection::Type& type) const -> const reflection::Object& {
    return *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index()));
  }

  auto table(const flatbuffers::Table& at, const reflection::Object& wanted) -> bool {
    if (!at.VerifyTableStart(verifier_))
      return false;
    for (const auto* each : *wanted.fields())
      if (!field(at, *each))
        return false;
    return verifier_.EndTable();
  }

  auto field(const flatbuffers::Table& at, const reflection::Field& wanted) -> bool {
    if (at.GetOptionalFieldOffset(wanted.offset()) == 0)
      return !wanted.required();
    const auto& type = *wanted.type();
    switch (type.base_type()) {
      case BaseType::String:
        return refers(at, wanted) && text(at.GetPointer<const flatbuffers::String*>(wanted.offset()));
      case BaseType::Vector:
        return refers(at, wanted) && vector(at.GetPointer<const flatbuffers::VectorOfAny*>(wanted.offset()), type);
      case BaseType::Obj:
        if (object_of(type).is_struct())
          return inside(at, wanted, static_cast<std::size_t>(object_of(type).bytesize()));
        return refers(at, wanted) && table(*at.GetPointer<const flatbuffers::Table*>(wanted.offset()), object_of(type));
      case BaseType::Union:
      case BaseType::Array: return false; // the wire knows neither
      default: return inside(at, wanted, flatbuffers::GetTypeSize(type.base_type()));
    }
  }

  /// The field holds an offset to somewhere within the bytes.
  auto refers(const flatbuffers::Table& at, const reflection::Field& wanted) const -> bool {
    return at.VerifyOffset(verifier_, wanted.offset());
  }

  auto inside(const flatbuffers::Table& at, const reflection::Field& wanted, std::size_t size) const -> bool {
    const auto* base = reinterpret_cast<const std::uint8_t*>(&at);
    return verifier_.VerifyFieldStruct(base, at.GetOptionalFieldOffset(wanted.offset()), size, 1);
  }

  auto text(const flatbuffers::String* at) const -> bool { return verifier_.VerifyString(at); }

  auto vector(const flatbuffers::VectorOfAny* at, const reflection::Type& type) -> bool {
    const bool is_struct = type.element() == BaseType::Obj && object_of(type).is_struct();
    const auto size =
        is_struct ? static_cast<std::size_t>(object_of(type).bytesize()) : flatbuffers::GetTypeSize(type.element());
    const auto* start = reinterpret_cast<const std::uint8_t*>(at);
    if (type.element() == BaseType::Union || !verifier_.VerifyVectorOrString(start, size))
      return false;
    const bool is_table = type.element() == BaseType::Obj && !is_struct;
    for (std::size_t i = 0; i < at->size() && (is_table || type.element() == BaseType::String); ++i) {
      const auto* place = start + sizeof(flatbuffers::uoffset_t) * (i + 1);
      const auto offset = verifier_.VerifyOffset(static_cast<std::size_t>(place - bytes_));
      if (offset == 0 || !(is_table ? table(table_at(place + offset), object_of(type))
                                    : text(reinterpret_cast<const flatbuffers::String*>(place + offset))))
        return false;
    }
    return true;
  }

  const reflection::Schema& schema_;
  const std::uint8_t* bytes_;
  flatbuffers::Verifier verifier_;
};

} // namespace

auto is_payload_of(const reflection::Schema& schema, const reflection::Object& table, bytes_view payload,
                   const message_limits& limits) -> bool {
  return payload.size() >= sizeof(flatbuffers::uoffset_t) && payload.size() <= limits.size &&
         checker{schema, payload, limits}.root(table);
}

} // namespace sinew
