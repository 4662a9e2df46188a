// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/transcode/payload_reader.hpp"
#include "tools/transcode/schema_book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// A service as it describes itself (`--describe`, registry key `service.<name>`): plain data.
struct service_card {
  struct aggregate {
    std::string name;
    std::vector<std::string> commands;
    std::vector<std::string> events;
  };
  /// One row of its table of reactions; see actors/reaction.hpp.
  struct reaction {
    std::string upstream;
    std::string aggregate;
    std::string event;
    std::string target;
    std::string command;
    std::string compensates; // empty: a forward step
    std::string party;       // empty: nobody outside is asked
  };

  /// A list that can be asked for; see actors/read_model.hpp.
  struct read_model {
    struct column {
      std::string name;
      std::string type; // text, number or time
    };
    std::string name;
    std::uint32_t version = 0;
    std::string aggregate;
    std::string row; // table of its rows
    std::vector<column> columns;
    bool searched = false;
  };

  std::string name;
  std::string stream;
  std::vector<aggregate> aggregates;
  std::vector<reaction> reactions;
  std::vector<read_model> read_models;
  /// How its payloads are written; none when only the description is known.
  std::optional<schema_book> schema;

  /// Null: not one of its aggregates.
  [[nodiscard]] auto find(std::string_view wanted) const -> const aggregate*;
  /// Null: it has no such list.
  [[nodiscard]] auto find_read_model(std::string_view wanted) const -> const read_model*;
};

/// Reads a description; all names in it are valid names. invalid_input when it is none.
auto parse_service_card(std::string_view json) -> result<service_card>;

/// All services of a system. Immutable once filled.
class catalog {
 public:
  void add(service_card card) { cards_.push_back(std::move(card)); }

  [[nodiscard]] auto services() const -> const std::vector<service_card>& { return cards_; }
  /// The service of that name; null: none has registered.
  [[nodiscard]] auto find(std::string_view service) const -> const service_card*;
  /// The service that owns an aggregate; null: nobody does.
  [[nodiscard]] auto owner_of(std::string_view aggregate) const -> const service_card*;
  /// Like `find`, with a sentence for the person who typed it: not_found.
  [[nodiscard]] auto need_service(const std::string& name) const -> result<const service_card*>;
  [[nodiscard]] auto aggregate_names() const -> std::vector<std::string>;

  /// Like `owner_of`, with a sentence for the person who typed it: unknown_type.
  [[nodiscard]] auto need(std::string_view aggregate) const -> result<const service_card*>;
  /// A payload of the table `<Aggregate><Type>`. unknown_type, invalid_input say why not.
  [[nodiscard]] auto decode(std::string_view aggregate, std::string_view type, bytes_view payload) const
      -> result<ordered_json>;

 private:
  std::vector<service_card> cards_;
};

} // namespace sinew
