// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one idiom for read models, as actors/codec.hpp is for commands and events. A service says what a row is, and by which
// columns people look for it:
//
//     struct orders {
//       static constexpr std::string_view name = "orders";
//       static constexpr std::uint32_t version = 1;
//       using domain = order;                       // whose events
//       using row = sinew::dated_state<order>;      // what they add up to, and when
//       static auto columns() -> std::vector<sinew::column<row>>;
//       static auto search_text(const row& r) -> std::string;   // only where rows can be searched by words
//       static auto fold(row before, const order::event& e, const sinew::fold_context& at) -> row; // only where a row
//     };                                                        // is more, or something else, than a dated_state
//
// and in its codec which table a row is: `codec<orders::row>`, with `write` and `read` like those of a state.

#include "actors/codec.hpp"
#include "actors/dated_state.hpp"
#include "actors/read_model.hpp"

#include <concepts>
#include <functional>
#include <utility>

namespace sinew {

/// A column, and what a row has in it.
template <class Row>
struct column {
  column_head head;
  std::function<cell(const Row&)> of;
};

/// `text_column<row>("customer", [](const row& r) { return r.customer.text; })`
template <class Row, class Of>
auto text_column(std::string_view name, Of of) -> column<Row> {
  return {{name, column_type::text}, [of](const Row& r) { return cell{std::string{of(r)}}; }};
}

template <class Row, class Of>
auto number_column(std::string_view name, Of of) -> column<Row> {
  return {{name, column_type::number}, [of](const Row& r) { return cell{static_cast<std::int64_t>(of(r))}; }};
}

/// The epoch: not yet.
template <class Row, class Of>
auto time_column(std::string_view name, Of of) -> column<Row> {
  return {{name, column_type::time}, [of](const Row& r) { return cell{to_unix_ns(of(r))}; }};
}

namespace detail {

template <class Model>
concept has_search_text = requires(const typename Model::row& r) {
  { Model::search_text(r) } -> std::convertible_to<std::string>;
};

template <class Model>
concept has_fold = requires(typename Model::row r, const typename Model::domain::event& e, const fold_context& at) {
  { Model::fold(std::move(r), e, at) } -> std::same_as<typename Model::row>;
};

} // namespace detail

template <class Model>
class typed_read_model final : public read_model {
  using row_type = typename Model::row;

 public:
  typed_read_model() : columns_{Model::columns()} {
    for (const auto& each : columns_)
      heads_.push_back(each.head);
    table_ = codec<row_type>::table::GetFullyQualifiedName();
    table_.remove_prefix(table_.rfind('.') + 1);
  }

  auto name() const -> std::string_view override { return Model::name; }
  auto version() const -> std::uint32_t override { return Model::version; }
  auto aggregate() const -> std::string_view override { return Model::domain::name; }
  auto row_table() const -> std::string_view override { return table_; }
  auto columns() const -> const std::vector<column_head>& override { return heads_; }
  auto is_searched() const -> bool override { return detail::has_search_text<Model>; }

  auto fold(bytes_view before, std::string_view event, bytes_view payload, const fold_context& at) const
      -> result<model_row> override {
    auto old = before.empty() ? result<row_type>{} : decode<row_type>(before);
    if (!old)
      return tl::unexpected{old.error()};
    return decode_event<typename Model::domain>(event, payload).map([&](const auto& e) {
      return encoded_row(folded(std::move(*old), e, at));
    });
  }

 private:
  static auto folded(row_type before, const typename Model::domain::event& e, const fold_context& at) -> row_type {
    if constexpr (detail::has_fold<Model>)
      return Model::fold(std::move(before), e, at);
    else
      return fold_dated(std::move(before), e, at);
  }

  auto encoded_row(const row_type& r) const -> model_row {
    model_row made{.row = encode(r), .cells = {}, .search = {}};
    made.cells.reserve(columns_.size());
    for (const auto& each : columns_)
      made.cells.push_back(each.of(r));
    if constexpr (detail::has_search_text<Model>)
      made.search = Model::search_text(r);
    return made;
  }

  std::vector<column<row_type>> columns_;
  std::vector<column_head> heads_;
  std::string_view table_;
};

/// `read_model_of<orders>()`: what a service's definition lists.
template <class Model>
auto read_model_of() -> const read_model& {
  static const typed_read_model<Model> model;
  return model;
}

} // namespace sinew
