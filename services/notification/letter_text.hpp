// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/notification/mail.hpp"

#include <string>

namespace shop {

/// The letter as a message of RFC 5322, lines ending with '\n' as in all files of a maildir. Pure: the same letter gives the
/// same text. Control characters in headers become spaces, and a subject beyond ASCII is encoded (RFC 2047), so that no
/// letter can smuggle in a header. A letter that is traced says so: `Traceparent: 00-…`.
auto letter_text(const mail::letter& what) -> std::string;

} // namespace shop
