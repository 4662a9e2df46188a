// SPDX-License-Identifier: Apache-2.0
#include "http/bad_http.hpp"

#include <boost/beast/http/error.hpp>

namespace sinew {

namespace http = boost::beast::http;

auto is_bad_http(const boost::system::error_code& why) -> bool {
  return why.category() == http::make_error_code(http::error::bad_method).category() &&
         why != http::error::end_of_stream && why != http::error::partial_message;
}

} // namespace sinew
