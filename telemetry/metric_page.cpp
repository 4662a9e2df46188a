// SPDX-License-Identifier: Apache-2.0
#include "telemetry/metric_page.hpp"

#include <fmt/format.h>

#include <iterator>

namespace sinew {

namespace {

/// As the format wants it in a label's value; in a help text, quotes may stay.
auto escaped(std::string_view text, bool quotes) -> std::string {
  std::string safe;
  for (const char c : text)
    if (c == '\\')
      safe += "\\\\";
    else if (c == '\n')
      safe += "\\n";
    else if (c == '"' && quotes)
      safe += "\\\"";
    else
      safe += c;
  return safe;
}

auto in_braces(const std::string& labels) -> std::string {
  return labels.empty() ? labels : "{" + labels + "}";
}

} // namespace

void metric_page::begin(std::string_view name, std::string_view help, std::string_view type) {
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, escaped(help, false), name, type);
}

void metric_page::append_label(std::string& to, std::string_view name, std::string_view value) {
  fmt::format_to(std::back_inserter(to), "{}{}=\"{}\"", to.empty() ? "" : ",", name, escaped(value, true));
}

void metric_page::write(std::string_view name, const std::string& labels, const counter& figure) {
  fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name, in_braces(labels), figure.value());
}

void metric_page::write(std::string_view name, const std::string& labels, const counted_fraction& figure) {
  fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name, in_braces(labels), figure.total);
}

void metric_page::write(std::string_view name, const std::string& labels, const gauge& figure) {
  fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name, in_braces(labels), figure.value());
}

void metric_page::write(std::string_view name, const std::string& labels, const histogram& figure) {
  const auto* const comma = labels.empty() ? "" : ",";
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < figure.counts().size(); ++i) {
    sum += figure.counts()[i];
    const auto bound = i < figure.bounds().size() ? fmt::format("{}", figure.bounds()[i]) : "+Inf";
    fmt::format_to(std::back_inserter(text_), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, sum);
  }
  fmt::format_to(std::back_inserter(text_), "{0}_sum{1} {2}\n{0}_count{1} {3}\n", name, in_braces(labels), figure.sum(),
                 sum);
}

} // namespace sinew
