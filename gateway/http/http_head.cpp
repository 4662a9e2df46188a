// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/http_head.hpp"

#include "kernel/assertion.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace sinew::gateway {

namespace {

void add_line(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ");
  for (const char c : value)
    to += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
  to += "\r\n";
}

void add_framing(std::string& to, const head_facts& facts) {
  switch (facts.framing) {
    case body_framing::none:
    case body_framing::until_close: return;
    case body_framing::length: return add_line(to, "Content-Length", std::to_string(facts.length));
    case body_framing::chunked: return add_line(to, "Transfer-Encoding", "chunked");
  }
}

} // namespace

auto head_text(const http_response& of, const head_facts& facts) -> std::string {
  auto text = fmt::format("HTTP/1.1 {} {}\r\n", of.status, reason_phrase(of.status));
  add_line(text, "Date", http_date(facts.now));
  for (const auto& [name, value] : of.headers)
    add_line(text, name, value);
  add_framing(text, facts);
  if (!facts.keep_alive)
    add_line(text, "Connection", "close");
  else if (facts.is_http_10)
    add_line(text, "Connection", "keep-alive");
  text += "\r\n";
  return text;
}

auto reason_phrase(unsigned status) -> std::string_view {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 508: return "Loop Detected";
    default: return "";
  }
}

auto http_date(timestamp t) -> std::string {
  // Names of our own: strftime's follow the locale.
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days.at(static_cast<std::size_t>(utc.tm_wday)),
                     utc.tm_mday, months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

auto chunk_of(std::string_view piece) -> std::string {
  SINEW_ASSERT(!piece.empty());
  return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
}

} // namespace sinew::gateway
