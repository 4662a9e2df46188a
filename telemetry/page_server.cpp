// SPDX-License-Identifier: Apache-2.0
#include "telemetry/page_server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <optional>
#include <thread>

namespace sinew {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// Scrapers are few. One more is closed at once.
constexpr std::size_t most_connections = 32;
constexpr std::chrono::seconds idle_time{60};
constexpr std::chrono::seconds write_time{10};
constexpr std::uint32_t largest_header = 16 * 1024;
// After a failed accept: when descriptors run out, the next one fails at once.
constexpr std::chrono::milliseconds pause_after_failure{100};

auto plain(unsigned status, std::string text) -> watch_page {
  return {status, "text/plain; charset=utf-8", std::move(text)};
}

/// One connection, request after request. Lives as long as one of its handlers is pending.
class visit : public std::enable_shared_from_this<visit> {
 public:
  visit(tcp::socket socket, const page_server::source& pages, std::shared_ptr<std::size_t> open)
      : stream_{std::move(socket)}, timer_{stream_.get_executor()}, pages_{pages}, open_{std::move(open)} {
    ++*open_;
  }
  ~visit() { --*open_; }
  visit(const visit&) = delete;
  auto operator=(const visit&) -> visit& = delete;

  void read() {
    parser_.emplace();
    parser_->header_limit(largest_header);
    stream_.expires_after(idle_time);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code failed, std::size_t) {
      if (!failed)
        self->ask();
    });
  }

 private:
  void ask() {
    const auto& asked = parser_->get();
    stream_.expires_never();
    if (asked.method() != http::verb::get && asked.method() != http::verb::head)
      return answer(plain(405, "only GET is served here\n"));
    const auto target = std::string_view{asked.target().data(), asked.target().size()};
    answered_ = false;
    timer_.expires_after(page_server::patience);
    timer_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled)
        self->answer_once(plain(503, "the process does not answer\n"));
    });
    // The answer comes from another thread, perhaps when nobody waits any more.
    pages_(std::string{target.substr(0, target.find('?'))},
           [weak = weak_from_this(), where = stream_.get_executor()](std::unique_ptr<watch_page> page) {
             if (weak.expired())
               return; // the server may be gone, and its executor with it
             asio::post(where, [weak, told = std::shared_ptr{std::move(page)}] {
               if (const auto self = weak.lock())
                 self->answer_once(told ? *told : plain(404, "there is nothing here\n"));
             });
           });
  }

  void answer_once(watch_page page) {
    if (std::exchange(answered_, true))
      return;
    timer_.cancel();
    answer(std::move(page));
  }

  void answer(watch_page page) {
    const auto& asked = parser_->get();
    response_ = {};
    response_.result(page.status);
    response_.version(asked.version());
    response_.keep_alive(asked.keep_alive());
    response_.set(http::field::content_type, page.content_type);
    response_.set(http::field::cache_control, "no-store");
    response_.content_length(page.body.size());
    if (asked.method() != http::verb::head)
      response_.body() = std::move(page.body);
    stream_.expires_after(write_time);
    http::async_write(stream_, response_, [self = shared_from_this()](error_code failed, std::size_t) {
      if (!failed && self->response_.keep_alive())
        self->read();
    });
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  const page_server::source& pages_;
  std::shared_ptr<std::size_t> open_;
  beast::flat_buffer buffer_{largest_header};
  std::optional<http::request_parser<http::empty_body>> parser_;
  http::response<http::string_body> response_;
  bool answered_ = false;
};

} // namespace

class page_server::engine {
 public:
  explicit engine(source pages) : pages_{std::move(pages)} {}
  ~engine() {
    io_.stop();
    if (thread_.joinable())
      thread_.join();
  }
  engine(const engine&) = delete;
  auto operator=(const engine&) -> engine& = delete;

  auto open(const std::string& address, std::uint16_t port) -> result<void> {
    error_code failed;
    const tcp::endpoint where{asio::ip::make_address(address, failed), port};
    if (!failed)
      acceptor_.open(where.protocol(), failed);
    if (!failed)
      acceptor_.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed)
      acceptor_.bind(where, failed);
    if (!failed)
      acceptor_.listen(tcp::acceptor::max_listen_connections, failed);
    if (failed)
      return fail(errc::unavailable,
                  "cannot listen on " + address + ":" + std::to_string(port) + " for metrics: " + failed.message());
    port_ = acceptor_.local_endpoint().port();
    accept();
    thread_ = std::thread{[this] { io_.run(); }};
    return {};
  }
  [[nodiscard]] auto port() const -> std::uint16_t { return port_; }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code failed, tcp::socket socket) {
      if (!failed && *open_ < most_connections)
        std::make_shared<visit>(std::move(socket), pages_, open_)->read();
      if (failed == asio::error::operation_aborted)
        return;
      failed ? accept_later() : accept();
    });
  }
  void accept_later() {
    pause_.expires_after(pause_after_failure);
    pause_.async_wait([this](error_code cancelled) {
      if (!cancelled)
        accept();
    });
  }

  const source pages_;
  std::shared_ptr<std::size_t> open_ = std::make_shared<std::size_t>(0);
  std::uint16_t port_ = 0;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::thread thread_;
};

page_server::page_server(std::unique_ptr<engine> with) : engine_{std::move(with)} {}
page_server::~page_server() = default;

auto page_server::listen(const std::string& address, std::uint16_t port, source pages)
    -> result<std::unique_ptr<page_server>> {
  auto with = std::make_unique<engine>(std::move(pages));
  if (auto opened = with->open(address, port); !opened)
    return tl::unexpected{opened.error()};
  return std::unique_ptr<page_server>{new page_server{std::move(with)}};
}

auto page_server::port() const -> std::uint16_t {
  return engine_->port();
}

} // namespace sinew
