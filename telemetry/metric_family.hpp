// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/metric.hpp"
#include "telemetry/metric_page.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sinew {

/// All figures of one name, told apart by `Labels` labels. How many there are is bounded: what would be one too many is counted
/// together, as `other`. Names are Prometheus': with unit, a counter's ends in `_total`. One thread.
template <class Metric, std::size_t Labels>
class metric_family {
 public:
  using values = std::array<std::string_view, Labels>;

  /// Texts are literals. `make` makes what a figure is at first.
  metric_family(std::string_view name, std::string_view help, const values& labels, Metric first = Metric{},
                std::size_t most = 256)
      : name_{name}, help_{help}, labels_{labels}, first_{std::move(first)}, most_{most} {}

  /// The figure for these labels; the reference is good for ever.
  auto at(const values& of) -> Metric& {
    if (const auto found = all_.find(of); found != all_.end())
      return found->second;
    if (all_.size() >= most_) {
      values rest;
      rest.fill("other");
      return all_.try_emplace(owned(rest), first_).first->second;
    }
    return all_.try_emplace(owned(of), first_).first->second;
  }
  /// Only those that are set again from now on.
  void forget() { all_.clear(); }

  /// `each(labels, figure)`, labels as an array of texts.
  template <class Each>
  void visit(Each each) const {
    for (const auto& [of, figure] : all_)
      each(of, figure);
  }
  void write(metric_page& to) const {
    to.begin(name_, help_, first_);
    for (const auto& [of, figure] : all_)
      to.add(name_, labels_, of, figure);
  }

 private:
  using kept = std::array<std::string, Labels>;
  struct by_text {
    using is_transparent = void;
    template <class A, class B>
    auto operator()(const A& a, const B& b) const -> bool {
      return std::ranges::lexicographical_compare(a, b, [](std::string_view x, std::string_view y) { return x < y; });
    }
  };

  static auto owned(const values& of) -> kept {
    kept texts;
    std::ranges::copy(of, texts.begin());
    return texts;
  }

  std::string_view name_;
  std::string_view help_;
  values labels_;
  Metric first_;
  std::size_t most_;
  std::map<kept, Metric, by_text> all_;
};

} // namespace sinew
