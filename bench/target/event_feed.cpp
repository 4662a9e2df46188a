// SPDX-License-Identifier: Apache-2.0
#include "bench/target/event_feed.hpp"

#include "bench/floor/plain_link.hpp"
#include "bench/target/own_connection.hpp"
#include "bridge/subjects.hpp"

namespace sinew::bench {

namespace {

/// Keeps open what listens.
template <class Connection>
class kept_feed final : public event_feed {
 public:
  explicit kept_feed(std::unique_ptr<Connection> with) : with_{std::move(with)} {}

 private:
  std::unique_ptr<Connection> with_;
};

} // namespace

auto event_feed::open(const surroundings& in, const std::string& aggregate, handler h)
    -> result<std::unique_ptr<event_feed>> {
  auto with = own_connection(in);
  if (!with)
    return tl::unexpected{with.error()};
  const auto listening =
      (*with)->subscribe(subject::events(aggregate), {}, [h = std::move(h)](const broker_message& m) { h(m.body()); });
  if (!listening)
    return tl::unexpected{listening.error()};
  const auto known =
      in.with.await<void>([&](completion<void> done) { (*with)->flush(client::answer_patience, std::move(done)); });
  if (!known)
    return tl::unexpected{known.error()};
  return std::make_unique<kept_feed<connection>>(std::move(*with));
}

auto event_feed::open_plain(const surroundings& in, const std::string& aggregate, handler h)
    -> result<std::unique_ptr<event_feed>> {
  // A broken link needs no word: nothing is heard.
  auto link = plain_link::open(in.with.where(), in.with.poller(), in.url, [] {});
  if (!link)
    return tl::unexpected{link.error()};
  const auto listening = (*link)->subscribe(subject::events(aggregate), [h = std::move(h)](natsMsg* m) {
    const plain_message event{m};
    h(body_of(event));
  });
  if (!listening)
    return tl::unexpected{listening.error()};
  if (const auto known = (*link)->settle(); !known)
    return tl::unexpected{known.error()};
  return std::make_unique<kept_feed<plain_link>>(std::move(*link));
}

} // namespace sinew::bench
