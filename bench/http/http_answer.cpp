// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_answer.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sinew::bench {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view version = "HTTP/1.1 ";

template <class Number>
auto number_in(std::string_view text) -> std::optional<Number> {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

} // namespace

auto http_answer::header(std::string_view name) const -> std::string_view {
  for (auto rest = headers; !rest.empty();) {
    const auto line = rest.substr(0, rest.find(line_end));
    rest.remove_prefix(std::min(line.size() + line_end.size(), rest.size()));
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && same_token(line.substr(0, colon), name))
      return trimmed(line.substr(colon + 1));
  }
  return {};
}

auto answer_reader::took(std::size_t count) -> progress {
  const auto seen = size_;
  size_ += count;
  const std::string_view all{bytes_.data(), size_};
  if (head_size_ == 0) {
    const auto end = all.find(head_end, seen < head_end.size() ? 0 : seen - head_end.size());
    if (end == std::string_view::npos)
      return room().empty() ? progress::broken : progress::incomplete;
    head_size_ = end + head_end.size();
    if (!read_head(all.substr(0, end)))
      return progress::broken;
  }
  const auto whole = head_size_ + body_size_;
  if (whole > largest || size_ > whole) // what follows an answer was not asked for
    return progress::broken;
  answer_.body = all.substr(head_size_);
  return size_ == whole ? progress::complete : progress::incomplete;
}

auto answer_reader::read_head(std::string_view head) -> bool {
  const auto line = head.substr(0, head.find(line_end));
  const auto status = line.starts_with(version) ? number_in<unsigned>(line.substr(version.size(), 3)) : std::nullopt;
  if (!status || *status < 200 || *status > 599)
    return false;
  answer_.status = *status;
  answer_.headers = head.substr(std::min(line.size() + line_end.size(), head.size()));
  answer_.is_kept = !same_token(answer_.header("Connection"), "close");
  const bool has_body = *status != 204 && *status != 304;
  const auto length =
      has_body ? number_in<std::size_t>(answer_.header("Content-Length")) : std::optional{std::size_t{0}};
  if (!length || *length > largest || !answer_.header("Transfer-Encoding").empty())
    return false;
  body_size_ = *length;
  return true;
}

void answer_reader::forget() {
  size_ = 0;
  head_size_ = 0;
  body_size_ = 0;
}

} // namespace sinew::bench
