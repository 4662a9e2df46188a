// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/dependency.hpp"
#include "services/outside/http_client.hpp"

#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace shop {

/// What a service's program is told of one outside party behind HTTP: where it listens, and the thresholds of the guard around it.
class party_options {
 public:
  /// Texts are literals.
  struct naming {
    std::string_view party;    // as people call it: "card provider"
    std::string_view option;   // without dashes: "card-provider"
    std::string_view variable; // of the environment: "SINEW_CARD_PROVIDER"
  };
  explicit party_options(const naming& names);

  /// `--<option>` and the guard's `--<option>-failures` …, bound to this, which must outlive the parsing.
  void add_to(CLI::App& app);

  /// What a line to the party is made of, once options are parsed.
  struct chosen {
    http_client_options client;
    sinew::dependency_options guard;
  };
  /// invalid_input names the threshold that is out of its range.
  [[nodiscard]] auto read() const -> sinew::result<chosen>;
  /// Logs where the party is looked for, so that nobody has to guess.
  void tell() const;

 private:
  naming names_;
  std::string url_;
  sinew::dependency_options guard_;
};

} // namespace shop
