// SPDX-License-Identifier: Apache-2.0
#include "projection/model_folder.hpp"

#include "schemas/message.hpp"

#include <fmt/format.h>

namespace sinew {

auto fold_message(const read_model& model, const log_event& from, stored_row& row) -> result<void> {
  const auto passed_over = [&from](errc code, std::string_view why) {
    return fail(code, fmt::format("{} {}: message {} is passed over ({})", from.key.aggregate, from.key.id,
                                  from.position, why));
  };
  const auto verified = message::verify(from.body);
  if (!verified)
    return passed_over(errc::invalid_input, verified.error().what);
  if (verified->key() != from.key || verified->type() != from.type)
    return passed_over(errc::invalid_input, "its envelope names another subject");
  if (verified->version() != row.version + 1)
    return passed_over(errc::invalid_input, fmt::format("version {} after {}", verified->version(), row.version));
  for (std::size_t i = 0; i < verified->size(); ++i) {
    auto folded = model.fold(row.what.row, from.type, verified->payload(i), {row.id, verified->time(i)});
    if (!folded)
      return passed_over(folded.error().code, folded.error().what);
    row.what = std::move(*folded);
    ++row.version;
  }
  return {};
}

} // namespace sinew
