// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/key_file.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <string>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

// How often tokens of unknown keys may have the file read.
constexpr auto look_interval = 5s;
constexpr std::size_t most_bytes = 256 * 1024;

auto text_in(const std::filesystem::path& file) -> result<std::string> {
  std::ifstream in{file, std::ios::binary};
  std::string text(most_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.eof() && !in.fail()) // not its end: there is more of it
    return fail(errc::invalid_input, fmt::format("{} has more than {} bytes", file.string(), most_bytes));
  if (!in.eof())
    return fail(errc::system_failure,
                fmt::format("cannot read the keys in {}; name another file with --jwks", file.string()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

} // namespace

auto key_file::open(std::filesystem::path file) -> result<key_file> {
  key_file made{std::move(file)};
  return made.reread().map([&] { return std::move(made); });
}

auto key_file::find(std::string_view id, time_point now) -> const public_key* {
  if (const auto* known = keys_->find(id))
    return known;
  if (now < next_look_)
    return nullptr;
  next_look_ = now + look_interval;
  if (const auto read = reread(); !read)
    spdlog::error("the keys stay as they were: {}", read.error().what);
  return keys_->find(id);
}

auto key_file::reread() -> result<void> {
  auto text = text_in(file_);
  if (!text)
    return tl::unexpected{text.error()};
  if (keys_ && *text == text_)
    return {};
  auto made = key_set::parse(*text);
  if (!made)
    return fail(made.error().code, fmt::format("{}: {}", file_.string(), made.error().what));
  keys_ = std::make_shared<const key_set>(std::move(*made));
  text_ = std::move(*text);
  return {};
}

} // namespace sinew::gateway
