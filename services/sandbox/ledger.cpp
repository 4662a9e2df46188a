// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/ledger.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace shop {

namespace {

using nlohmann::json;
using sinew::errc;
using sinew::fail;
using status = ledger_entry::status;

auto failed(const std::string& doing, const std::filesystem::path& what) {
  return fail(errc::system_failure, "cannot " + doing + " " + what.string() + ": " + std::strerror(errno));
}

auto word_for(status is) -> std::string {
  switch (is) {
    case status::granted: return "granted";
    case status::denied: return "denied";
    case status::voided: return "voided";
  }
  return {};
}

auto status_from(const std::string& word) -> std::optional<status> {
  for (const auto is : {status::granted, status::denied, status::voided})
    if (word_for(is) == word)
      return is;
  return std::nullopt;
}

auto text(const json& line, const char* field) -> std::string {
  const auto found = line.find(field);
  return found != line.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto content_of(const std::filesystem::path& file) -> std::string {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

auto ledger::open(const std::filesystem::path& folder) -> sinew::result<ledger> {
  const auto path = folder / "sandbox.jsonl";
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  ledger opened;
  opened.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (opened.file_ < 0)
    return failed("open", path);
  if (::flock(opened.file_, LOCK_EX | LOCK_NB) != 0)
    return fail(errc::system_failure, path.string() + " is in use by another process");
  if (const auto loaded = opened.load(path); !loaded)
    return tl::unexpected{loaded.error()};
  return opened;
}

ledger::~ledger() {
  if (file_ >= 0)
    ::close(file_);
}

ledger::ledger(ledger&& other) noexcept
    : entries_{std::move(other.entries_)},
      failures_{std::move(other.failures_)},
      file_{std::exchange(other.file_, -1)} {}

auto ledger::operator=(ledger&& other) noexcept -> ledger& {
  std::swap(entries_, other.entries_);
  std::swap(failures_, other.failures_);
  std::swap(file_, other.file_);
  return *this;
}

auto ledger::find(const name& which) const -> const ledger_entry* {
  const auto found = entries_.find(which);
  return found == entries_.end() ? nullptr : &found->second;
}

auto ledger::failures(const name& which) const -> unsigned {
  const auto found = failures_.find(which);
  return found == failures_.end() ? 0 : found->second;
}

auto ledger::settle(const name& which, ledger_entry entry) -> sinew::result<void> {
  const json line = {{"trade", which.first}, {"id", which.second}, {"is", word_for(entry.is)},
                     {"proof", entry.proof}, {"code", entry.code}, {"details", entry.details}};
  return append(line).map([&] { entries_[which] = std::move(entry); });
}

auto ledger::note_failure(const name& which) -> sinew::result<void> {
  return append({{"trade", which.first}, {"id", which.second}, {"is", "failed"}}).map([&] { ++failures_[which]; });
}

auto ledger::load(const std::filesystem::path& file) -> sinew::result<void> {
  const auto content = content_of(file);
  std::size_t begin = 0;
  for (std::size_t number = 1; begin < content.size(); ++number) {
    const auto end = content.find('\n', begin);
    if (end == std::string::npos)
      break; // torn off while it was written: nobody was told
    const auto line = json::parse(content.substr(begin, end - begin), nullptr, false);
    if (!take(line))
      return fail(errc::system_failure, file.string() + " is damaged in line " + std::to_string(number));
    begin = end + 1;
  }
  if (::ftruncate(file_, static_cast<off_t>(begin)) != 0)
    return failed("cut the torn last line from", file);
  return {};
}

auto ledger::take(const json& line) -> bool {
  if (!line.is_object())
    return false;
  const name which{text(line, "trade"), text(line, "id")};
  if (text(line, "is") == "failed") {
    ++failures_[which];
    return true;
  }
  const auto is = status_from(text(line, "is"));
  if (!is)
    return false;
  entries_[which] = {*is, text(line, "proof"), text(line, "code"), line.value("details", json::object())};
  return true;
}

auto ledger::append(const json& line) -> sinew::result<void> {
  if (file_ < 0)
    return {};
  const auto bytes = line.dump() + '\n';
  const auto before = ::lseek(file_, 0, SEEK_END);
  const auto written = ::write(file_, bytes.data(), bytes.size());
  if (written == static_cast<ssize_t>(bytes.size()))
    return {};
  const auto why = written < 0 ? std::string{std::strerror(errno)} : std::string{"the disk is full"};
  (void)::ftruncate(file_, before); // no half lines before whole ones
  return fail(errc::system_failure, "cannot write the journal: " + why);
}

} // namespace shop
