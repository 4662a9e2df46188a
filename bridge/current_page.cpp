// SPDX-License-Identifier: Apache-2.0
#include "bridge/current_page.hpp"

namespace sinew {

void current_page::read(source from, std::uint64_t after, std::size_t at_most, completion<history_page> done) {
  std::shared_ptr<current_page> {
    new current_page {
      std::move(from), after, at_most, std::move(done)
    }
    } -> start();
}

current_page::current_page(source from, std::uint64_t after, std::size_t at_most, completion<history_page> done)
    : from_{std::move(from)}, after_{after}, at_most_{at_most}, done_{std::move(done)} {}

void current_page::start() {
  from_.any_page([self = shared_from_this()](result<history_page> page) {
    self->page_ = std::move(page);
    self->settle();
  });
  from_.leaders_last([self = shared_from_this()](result<last_message> last) {
    self->last_ = std::move(last);
    self->settle();
  });
}

void current_page::settle() {
  if (!page_ || !last_)
    return;
  if (!*last_)
    return done_(tl::unexpected{last_->error()});
  // An incomplete page makes no claim about the end: whoever reads on asks again.
  if (!*page_ || (*page_)->more)
    return done_(std::move(*page_));
  catch_up();
}

void current_page::catch_up() {
  auto& page = **page_;
  if (!**last_ || (**last_)->position <= position())
    return done_(std::move(*page_));
  if (page.messages.size() >= at_most_) {
    page.more = true;
    return done_(std::move(*page_));
  }
  from_.leaders_next(position() + 1,
                     [self = shared_from_this()](result<last_message> missing) { self->take(std::move(missing)); });
}

void current_page::take(result<last_message> missing) {
  if (!missing)
    return done_(tl::unexpected{missing.error()});
  if (!*missing) // the log only grows: the leader has said that there is one
    return done_(fail(errc::unavailable, "the stream's leader contradicts itself; it may just have changed"));
  (*page_)->messages.push_back(std::move(**missing));
  catch_up();
}

auto current_page::position() const -> std::uint64_t {
  const auto& messages = (*page_)->messages;
  return messages.empty() ? after_ : messages.back().position;
}

} // namespace sinew
