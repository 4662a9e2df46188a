// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

// The files of the copies of one read model, and which of them answers. Any thread, but not the loop's where it says so.
namespace sinew {

/// `<folder>/orders-3.db`
auto copy_file(const std::filesystem::path& folder, std::string_view model, std::uint64_t number)
    -> std::filesystem::path;

/// Which copy answers; 0: none yet, or nobody can tell, which is the same.
auto read_serving(const std::filesystem::path& folder, std::string_view model) -> std::uint64_t;

/// Notes that from now on that copy answers, and removes the older ones. Blocks.
void serve_copy(const std::filesystem::path& folder, std::string_view model, std::uint64_t number);

/// Removes newer ones, too: what is left of a rebuild that did not come to its end. Blocks.
void remove_newer_copies(const std::filesystem::path& folder, std::string_view model, std::uint64_t number);

/// Removes a copy, with all that SQLite keeps beside it. Blocks.
void remove_copy(const std::filesystem::path& file);

/// What it takes on the disk.
auto size_of_copy(const std::filesystem::path& file) -> std::uint64_t;

} // namespace sinew
