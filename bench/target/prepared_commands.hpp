// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/stamped_command.hpp"
#include "bench/target/text_template.hpp"
#include "tools/client/catalog.hpp"
#include "tools/client/client.hpp"
#include "tools/terminal.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// Commands made of templates. Turning JSON into messages is too slow for the rig's thread, so some thousand are made before
/// the run and sent in turns, each time as a command of its own (new id, new times). Aggregates' ids are drawn anew for each
/// operation, unless the fields use a value that is in the id: then they stay with their message.
class prepared_commands final : public command_source {
 public:
  /// Makes them: as many as there are operations, or as many as are kept (16,384 of them, or 64 MiB). `owner` owns the
  /// aggregate. Errors: of the templates (place and remedy), of the schema (the field at fault), of a name that is none.
  static auto make(client& with, const service_card& owner, const load& what, const terminal& says)
      -> result<std::unique_ptr<prepared_commands>>;

  auto next() -> outgoing_command override;

  /// How they were made, for the report: "2,512 messages built before, …".
  [[nodiscard]] auto about() const -> std::string;

 private:
  struct prepared {
    std::string id; // empty: drawn when it is sent
    stamped_command command;
  };

  prepared_commands(const own_command& what, std::uint64_t seed)
      : fields_{seed}, subjects_{what.aggregate, what.command} {}

  auto parse(const own_command& what) -> result<void>;
  auto check_ids(const own_command& what, std::uint64_t seed) const -> result<void>;
  auto fill_ring(client& with, const service_card& owner, const load& what, const terminal& says) -> result<void>;

  template_fields fields_;
  text_template id_;
  text_template body_;
  command_subjects subjects_;
  system_randomness chance_;
  std::vector<prepared> ring_; // not empty
  std::size_t at_ = 0;
  std::string drawn_id_;
  std::size_t smallest_ = 0; // payload bytes
  std::size_t largest_ = 0;
};

} // namespace sinew::bench
