// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/target/random_field.hpp"
#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// The random fields of templates that belong together, so that one may use a value that another has drawn. One thread.
class template_fields {
 public:
  explicit template_fields(std::uint64_t seed) : seed_{seed} {}

 private:
  friend class text_template;
  struct field {
    std::string name; // empty: nobody can use it again
    random_field values;
    std::string drawn;
  };
  std::uint64_t seed_;
  std::vector<field> fields_;
};

/// A text with random fields: `a-{{int 1 500}}`. A field may have a name, `{{sku = zipf 1000 0.99}}`: behind it, in the same
/// template or one parsed later, `{{sku}}` is the value that was drawn last.
class text_template {
 public:
  /// invalid_input: names the place (line, column), what is wrong there and what is allowed.
  static auto parse(std::string_view text, template_fields& among) -> result<text_template>;

  /// The text with new values for its own fields. `among`: as for `parse`.
  [[nodiscard]] auto fill(template_fields& among) const -> std::string;

  /// Bytes of the longest text it can become.
  [[nodiscard]] auto longest(const template_fields& among) const -> std::size_t;
  /// Whether it uses values that another template draws.
  [[nodiscard]] auto borrows() const -> bool { return borrows_; }

 private:
  struct part {
    std::string before; // literally
    std::size_t field = none;
    bool is_own = true; // drawn here, not taken from an earlier place
  };
  static constexpr auto none = ~std::size_t{0};

  auto add_field(std::string_view text, template_fields& among) -> result<void>;
  auto add_new(std::string_view name, std::string_view text, template_fields& among) -> result<void>;

  std::vector<part> parts_;
  bool borrows_ = false;
};

} // namespace sinew::bench
