// SPDX-License-Identifier: Apache-2.0
#include "bench/report/report_files.hpp"

#include "bench/report/html_report.hpp"
#include "bench/report/raw_histograms.hpp"

#include <fmt/format.h>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace sinew::bench {

namespace {

auto write_file(const std::filesystem::path& path, const std::string& text) -> result<void> {
  errno = 0;
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  file.close();
  if (file)
    return {};
  return fail(errc::system_failure, fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
}

auto make_folder(const std::filesystem::path& folder) -> result<void> {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem)
    return fail(errc::system_failure, fmt::format("cannot make the folder {}: {}", folder.string(), problem.message()));
  return {};
}

auto write_histograms(const std::filesystem::path& folder, const report& what) -> result<void> {
  for (std::size_t i = 0; i < what.measurements.size(); ++i) {
    const auto& m = what.measurements[i];
    const auto path = folder / histogram_name(m, i);
    auto written = write_file(path.string() + ".hgrm", percentile_text(m.result.latency)).and_then([&] {
      return write_file(path.string() + ".hlog", histogram_log(m));
    });
    if (!written)
      return written;
  }
  return {};
}

} // namespace

auto write_report(const std::filesystem::path& folder, const report& what, const std::string& json) -> result<void> {
  return make_folder(folder)
      .and_then([&] { return write_file(folder / "index.html", html_report(what)); })
      .and_then([&] { return write_file(folder / "report.json", json); })
      .and_then([&] { return write_histograms(folder, what); });
}

} // namespace sinew::bench
