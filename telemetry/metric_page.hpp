// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/metric.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sinew {

/// The text that Prometheus reads (text format 0.0.4): for each name `HELP`, `TYPE`, and its figures.
class metric_page {
 public:
  /// What Prometheus is to be told that a page is.
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

  void begin(std::string_view name, std::string_view help, const counter&) { begin(name, help, "counter"); }
  void begin(std::string_view name, std::string_view help, const counted_fraction&) { begin(name, help, "counter"); }
  void begin(std::string_view name, std::string_view help, const gauge&) { begin(name, help, "gauge"); }
  void begin(std::string_view name, std::string_view help, const histogram&) { begin(name, help, "histogram"); }

  /// One figure of the name that was begun last. As many `values` as `labels`.
  template <class Values, class Metric>
  void add(std::string_view name, std::span<const std::string_view> labels, const Values& values,
           const Metric& figure) {
    std::string text;
    for (std::size_t i = 0; i < labels.size(); ++i)
      append_label(text, labels[i], values[i]);
    write(name, text, figure);
  }
  /// One figure without labels, with its head.
  template <class Metric>
  void add_single(std::string_view name, std::string_view help, const Metric& figure) {
    begin(name, help, figure);
    write(name, {}, figure);
  }

  [[nodiscard]] auto take() -> std::string { return std::move(text_); }

 private:
  void begin(std::string_view name, std::string_view help, std::string_view type);
  static void append_label(std::string& to, std::string_view name, std::string_view value);
  void write(std::string_view name, const std::string& labels, const counter& figure);
  void write(std::string_view name, const std::string& labels, const counted_fraction& figure);
  void write(std::string_view name, const std::string& labels, const gauge& figure);
  void write(std::string_view name, const std::string& labels, const histogram& figure);

  std::string text_;
};

} // namespace sinew
