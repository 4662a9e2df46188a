// SPDX-License-Identifier: Apache-2.0
#include "projection/outdated_model.hpp"

#include "kernel/names.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace sinew {

namespace {

auto read_type(std::string_view word) -> std::optional<column_type> {
  for (const auto type : {column_type::text, column_type::number, column_type::time})
    if (word == to_string(type))
      return type;
  return std::nullopt;
}

auto no_shape(std::string_view word) -> tl::unexpected<error> {
  return fail(errc::invalid_input, fmt::format("'{}' is no column", word));
}

} // namespace

auto outdated_model::read(const read_model& newer, std::string shape, std::uint32_t version)
    -> result<std::shared_ptr<const outdated_model>> {
  std::shared_ptr<outdated_model> made{new outdated_model{newer, std::move(shape), version}};
  if (auto read = made->read_shape(); !read)
    return tl::unexpected{read.error()};
  if (made->table_ != newer.row_table())
    return fail(errc::invalid_input, fmt::format("its rows are {}, not {}", made->table_, newer.row_table()));
  return std::shared_ptr<const outdated_model>{std::move(made)};
}

auto outdated_model::read_shape() -> result<void> {
  const std::string_view all = shape_;
  for (std::size_t at = 0; at <= all.size();) {
    const auto end = std::min(all.find(' ', at), all.size());
    const auto word = all.substr(at, end - at);
    const auto colon = word.find(':');
    if (at == 0)
      table_ = word;
    else if (word == "searched")
      is_searched_ = true;
    else if (const auto type = colon == word.npos ? std::nullopt : read_type(word.substr(colon + 1));
             type && is_valid_name(word.substr(0, colon)))
      columns_.push_back({word.substr(0, colon), *type});
    else
      return no_shape(word);
    at = end + 1;
  }
  return {};
}

auto outdated_model::fold(bytes_view, std::string_view, bytes_view, const fold_context&) const -> result<model_row> {
  return fail(errc::unknown_type, fmt::format("version {} of {} cannot be folded any more", version_, name()));
}

auto read_outdated_file(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
    -> result<outdated_file> {
  auto opened = sqlite::open(file, sqlite::access::read, ending);
  if (!opened)
    return tl::unexpected{opened.error()};
  return read_about(*opened).and_then([&](const store_about& about) -> result<outdated_file> {
    if (about.format != store_format || about.model != model.name() || !about.facts.is_complete)
      return fail(errc::invalid_input, fmt::format("the file cannot answer for {}", model.name()));
    return outdated_model::read(model, about.shape, about.version).map([&](std::shared_ptr<const outdated_model> old) {
      return outdated_file{std::move(old), about.facts};
    });
  });
}

} // namespace sinew
