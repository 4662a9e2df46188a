// SPDX-License-Identifier: Apache-2.0
#include "projection/copy_files.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <charconv>
#include <fstream>
#include <functional>
#include <optional>
#include <vector>

namespace sinew {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view beside[] = {"", "-wal", "-shm", "-journal"};

auto serving_file(const fs::path& folder, std::string_view model) -> fs::path {
  return folder / fmt::format("{}.serving", model);
}

/// The number in `orders-3.db`, `orders-3.db-wal` …
auto number_in(std::string_view file, std::string_view model) -> std::optional<std::uint64_t> {
  if (!file.starts_with(model) || file.size() <= model.size() || file[model.size()] != '-')
    return std::nullopt;
  const auto rest = file.substr(model.size() + 1);
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  const std::string_view behind{end, static_cast<std::size_t>(rest.data() + rest.size() - end)};
  return fault == std::errc{} && behind.starts_with(".db") ? std::optional{number} : std::nullopt;
}

void remove_copies(const fs::path& folder, std::string_view model, const std::function<bool(std::uint64_t)>& which) {
  std::error_code fault;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator{folder, fault})
    if (const auto number = number_in(entry.path().filename().string(), model); number && which(*number))
      found.push_back(entry.path());
  for (const auto& each : found)
    fs::remove(each, fault);
}

} // namespace

auto copy_file(const fs::path& folder, std::string_view model, std::uint64_t number) -> fs::path {
  return folder / fmt::format("{}-{}.db", model, number);
}

auto read_serving(const fs::path& folder, std::string_view model) -> std::uint64_t {
  std::uint64_t number = 0;
  std::ifstream{serving_file(folder, model)} >> number;
  return number;
}

void serve_copy(const fs::path& folder, std::string_view model, std::uint64_t number) {
  std::error_code fault;
  const auto file = serving_file(folder, model);
  if (read_serving(folder, model) != number) {
    // Replaced as a whole. Should a loss of power take it, the copy is built anew.
    const fs::path draft{file.string() + ".new"};
    std::ofstream{draft} << number << '\n';
    fs::rename(draft, file, fault);
    if (fault || read_serving(folder, model) != number) {
      spdlog::warn("cannot write {}: {}; after a restart, {} is built anew", file.string(), fault.message(), model);
      return;
    }
  }
  remove_copies(folder, model, [number](std::uint64_t other) { return other < number; });
}

void remove_newer_copies(const fs::path& folder, std::string_view model, std::uint64_t number) {
  remove_copies(folder, model, [number](std::uint64_t other) { return other > number; });
}

void remove_copy(const fs::path& file) {
  std::error_code fault;
  for (const auto suffix : beside)
    fs::remove(file.string() + std::string{suffix}, fault);
}

auto size_of_copy(const fs::path& file) -> std::uint64_t {
  std::uint64_t size = 0;
  for (const auto suffix : beside) {
    std::error_code fault;
    const auto part = fs::file_size(file.string() + std::string{suffix}, fault);
    size += fault ? 0 : part;
  }
  return size;
}

} // namespace sinew
