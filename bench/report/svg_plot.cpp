// SPDX-License-Identifier: Apache-2.0
#include "bench/report/svg_plot.hpp"

#include "bench/report/figures.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace sinew::bench {

namespace {

constexpr double left = 58;
constexpr double top = 26;
constexpr double below = 44;
constexpr double line_height = 14;

/// Where a value lies on its axis, 0 … 1.
auto share(const axis& of, double value) -> double {
  const auto within = std::clamp(value, of.from, of.to);
  if (of.logarithmic)
    return std::log(within / of.from) / std::log(of.to / of.from);
  return (within - of.from) / (of.to - of.from);
}

auto text_at(double x, double y, std::string_view look, std::string_view text) -> std::string {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>\n", x, y, look, escaped(text));
}

auto cross(double x, double y) -> std::string {
  return fmt::format("M{:.1f} {:.1f}l8 8m0 -8l-8 8", x - 4, y - 4);
}

} // namespace

auto latency_axis(double least, double most) -> axis {
  const auto low = std::max(least, 1e3);
  const auto high = std::max(most, low * 2);
  axis made{.title = "latency", .from = low, .to = high, .logarithmic = true};
  const auto many = std::log10(high / low) > 2.5;
  for (double decade = std::pow(10, std::floor(std::log10(low))); decade <= high; decade *= 10)
    for (const double step : {1.0, 2.0, 5.0})
      if (const auto at = decade * step; at >= low * 0.999 && at <= high * 1.001 && (step == 1 || !many))
        made.ticks.push_back({at, round_figure(at)});
  return made;
}

auto counting_axis(std::string title, double most, std::string (*write)(double)) -> axis {
  const auto wanted = std::max(most, 1e-3);
  const auto decade = std::pow(10, std::floor(std::log10(wanted)));
  const auto lead = wanted / decade;
  const auto step = decade * (lead < 1.6 ? 0.2 : lead < 4 ? 0.5 : 1);
  axis made{.title = std::move(title), .from = 0, .to = wanted};
  for (int i = 0; step * i <= wanted * 1.0001; ++i)
    made.ticks.push_back({step * i, write(step * i)});
  return made;
}

svg_plot::svg_plot(std::string_view name, std::string_view title, std::string_view description, axis x, axis y,
                   plot_size size)
    : name_{escaped(name)},
      title_{escaped(title)},
      description_{escaped(description)},
      x_{std::move(x)},
      y_{std::move(y)},
      size_{size} {}

auto svg_plot::px(double x) const -> double {
  return left + share(x_, x) * (size_.width - size_.label_room - left);
}

auto svg_plot::py(double y) const -> double {
  return size_.height - below - share(y_, y) * (size_.height - below - top);
}

void svg_plot::curve(const points& through, std::string_view look, double opacity) {
  if (through.empty())
    return;
  std::string path;
  for (const auto& [x, y] : through)
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', px(x), py(y));
  if (through.size() == 1)
    path += "h0"; // with round ends: a dot
  body_ += fmt::format("<path class=\"curve {}\" opacity=\"{:.2f}\" d=\"{}\"/>\n", look, opacity, path);
}

void svg_plot::mark(double x, double y, std::string_view look, std::string_view tip, bool crossed, double opacity) {
  const auto title = fmt::format("<title>{}</title>", escaped(tip));
  if (crossed)
    body_ += fmt::format("<path class=\"cross {}\" opacity=\"{:.2f}\" d=\"{}\">{}</path>\n", look, opacity,
                         cross(px(x), py(y)), title);
  else
    body_ +=
        fmt::format("<circle class=\"dot {}\" opacity=\"{:.2f}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\">{}</circle>\n",
                    look, opacity, px(x), py(y), title);
}

void svg_plot::label(double x, double y, std::string_view look, std::string_view text) {
  labels_.push_back({px(x) + 8, py(y) + 4, std::string{look}, std::string{text}});
}

void svg_plot::band(double from, double to, std::string_view look, std::string_view tip) {
  body_ += fmt::format(
      "<rect class=\"band {}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}</title></rect>\n",
      look, px(from), top, std::max(px(to) - px(from), 1.0), size_.height - below - top, escaped(tip));
}

void svg_plot::rule_at_x(double x, std::string_view look, std::string_view text) {
  body_ +=
      fmt::format("<path class=\"rule {}\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>\n", look, px(x), top, size_.height - below);
  body_ += text_at(px(x), top - 4 - 12 * (upright_rules_++ % 2), fmt::format("note middle {}", look), text);
}

void svg_plot::rule_at_y(double y, std::string_view look, std::string_view text) {
  body_ += fmt::format("<path class=\"rule {}\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", look, left, py(y),
                       size_.width - size_.label_room);
  body_ += text_at(left + 6, py(y) - 4, fmt::format("note {}", look), text);
}

auto svg_plot::grid() const -> std::string {
  const auto right = size_.width - size_.label_room;
  const auto bottom = size_.height - below;
  std::string lines;
  for (const auto& t : y_.ticks) {
    lines += fmt::format("<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", left, py(t.at), right);
    lines += text_at(left - 8, py(t.at) + 4, "tick end", t.label);
  }
  for (const auto& t : x_.ticks) {
    lines += fmt::format("<path class=\"axis\" d=\"M{:.1f} {:.1f}v5\"/>\n", px(t.at), bottom);
    lines += text_at(px(t.at), bottom + 19, "tick middle", t.label);
  }
  lines += fmt::format("<path class=\"axis\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", left, bottom, right);
  lines += text_at((left + right) / 2, bottom + 38, "title middle", x_.title);
  return lines + text_at(left - 50, top - 12, "title", y_.title);
}

auto svg_plot::labels() const -> std::string {
  auto sorted = labels_;
  std::ranges::stable_sort(sorted, {}, &side_label::y);
  // Down the plot, each below the one before; then up again from the bottom, should the last have left it.
  for (std::size_t i = 1; i < sorted.size(); ++i)
    sorted[i].y = std::max(sorted[i].y, sorted[i - 1].y + line_height);
  double limit = size_.height - below;
  for (auto at = sorted.rbegin(); at != sorted.rend(); ++at, limit -= line_height)
    at->y = std::min(at->y, limit);
  std::string written;
  for (const auto& l : sorted)
    written += text_at(l.x, l.y, fmt::format("label {}", l.look), l.text);
  return written;
}

auto svg_plot::str() const -> std::string {
  return fmt::format(
             "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" style=\"--wide:{0:.0f}\" role=\"img\" "
             "aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}</title>\n<desc "
             "id=\"{2}-desc\">{4}</desc>\n",
             size_.width, size_.height, name_, title_, description_) +
         grid() + body_ + labels() + "</svg>\n";
}

} // namespace sinew::bench
