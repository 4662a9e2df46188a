// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"

#include <string>

namespace sinew::bench {

/// The report as one page of HTML that needs nothing else: no network, no script. Light and dark, for paper too; it is
/// also well-formed XML. Void and saturated runs are told apart, and never counted or drawn as good ones. Text from
/// outside is escaped. The raw histograms that it links to are those of `write_report`, beside it.
auto html_report(const report& of) -> std::string;

} // namespace sinew::bench
