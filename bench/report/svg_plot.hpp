// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sinew::bench {

/// A place of an axis that is written out.
struct tick {
  double at;
  std::string label;
};

/// One axis: which values it shows, and how. Logarithmic: both ends above zero.
struct axis {
  std::string title;
  double from = 0;
  double to = 1;
  bool logarithmic = false;
  std::vector<tick> ticks;
};

/// An axis of latencies in nanoseconds, by decades and their halves, wide enough for both.
auto latency_axis(double least, double most) -> axis;
/// An axis from zero on, with four to eight round steps; `write` makes the labels.
auto counting_axis(std::string title, double most, std::string (*write)(double)) -> axis;

struct plot_size {
  double width = 760;
  double height = 340;
  /// Room at the right, for what curves are called.
  double label_room = 150;
};

using points = std::vector<std::pair<double, double>>;

/// One plot as inline SVG. Colours come from the page's style by class, so that it can be light and dark. What lies beyond
/// an axis is drawn at its end. All text is escaped here.
class svg_plot {
 public:
  /// `name` must be unique within the page; `title` and `description` are for those who do not see the plot.
  svg_plot(std::string_view name, std::string_view title, std::string_view description, axis x, axis y, plot_size size);

  /// A curve; `look` are classes. A single point becomes a dot.
  void curve(const points& through, std::string_view look, double opacity = 1);
  /// A mark at one place that tells `tip` to whoever points at it. `crossed`: an x, for what is no good result.
  void mark(double x, double y, std::string_view look, std::string_view tip, bool crossed = false, double opacity = 1);
  /// What a curve is called, beside its end; labels make room for each other when the plot is finished.
  void label(double x, double y, std::string_view look, std::string_view text);
  /// A stripe over the whole height.
  void band(double from, double to, std::string_view look, std::string_view tip);
  /// A line across, with a word at it; words of upright lines stand above each other, lest neighbours collide.
  void rule_at_x(double x, std::string_view look, std::string_view text);
  void rule_at_y(double y, std::string_view look, std::string_view text);

  /// The finished plot.
  [[nodiscard]] auto str() const -> std::string;

 private:
  struct side_label {
    double x, y;
    std::string look;
    std::string text;
  };

  [[nodiscard]] auto px(double x) const -> double;
  [[nodiscard]] auto py(double y) const -> double;
  [[nodiscard]] auto grid() const -> std::string;
  [[nodiscard]] auto labels() const -> std::string;

  std::string name_, title_, description_;
  axis x_, y_;
  plot_size size_;
  std::string body_;
  int upright_rules_ = 0;
  std::vector<side_label> labels_;
};

} // namespace sinew::bench
