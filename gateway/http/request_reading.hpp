// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "gateway/http/problem.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>

namespace sinew::gateway {

using request_parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// Why a request could not be read; nothing where nobody is left to hear it.
auto problem_of_reading(const boost::system::error_code& why) -> std::optional<problem>;

/// What Beast lets pass and we must not. Precondition: the header is complete.
auto fault_in(const request_parser& parser) -> std::optional<problem>;

/// The whole request; takes its body. Precondition: the parser is done.
auto read_request(request_parser& parser) -> std::shared_ptr<http_request>;

} // namespace sinew::gateway
