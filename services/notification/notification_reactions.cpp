// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "kernel/mutation.hpp"
#include "schemas/order_generated.h"
#include "services/notification/notification_codec.hpp"
#include "services/vocabulary_codec.hpp"
#include "telemetry/work_scope.hpp"

namespace shop {

namespace {

using sinew::addressed;
using sinew::calling;
using sinew::completion;
using sinew::from;
using sinew::mutant;
using sinew::mutated;
using sinew::one;
using sinew::reaction;
using sinew::reaction_result;
using sinew::result;
using sinew::seen_event;
using commands = std::vector<addressed>;

// A notification carries the id of the order it tells of.
template <class Command>
auto to_notification(const std::string& id, const Command& command) -> commands {
  return one(sinew::address<notification>(id, command));
}

auto tell_confirmed(const wire::OrderConfirmed& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const notification::notify notify{seen.key.id,
                                    fields.id<customer_id>("customer", e.customer()),
                                    notification::outcome::confirmed,
                                    fields.amount("total", e.total()),
                                    {}};
  return fields.checked(to_notification(seen.key.id, notify));
}

auto tell_cancelled(const wire::OrderCancelled& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const notification::notify notify{seen.key.id,
                                    fields.id<customer_id>("customer", e.customer()),
                                    notification::outcome::cancelled,
                                    {},
                                    fields.word("code", e.code())};
  return fields.checked(to_notification(seen.key.id, notify));
}

auto mailing(mail& post) {
  return calling<wire::NotificationRequested>(
      [&post](const wire::NotificationRequested& e, const seen_event& seen, completion<commands> done) {
        const auto letter = sinew::codec<notification::requested>::read(e);
        if (!letter)
          return done(tl::unexpected{letter.error()});
        const auto key = mutated(mutant::letter_without_key) ? std::to_string(sinew::fresh_number()) : seen.key.id;
        post.send({key, letter->recipient, letter->subject, letter->body, seen.time,
                   std::string{sinew::work_scope::current().trace}},
                  [id = seen.key.id, done = std::move(done)](const result<void>& sent) {
                    done(sent.map([&] { return to_notification(id, notification::note_sent{}); }));
                  });
      });
}

} // namespace

auto notification_reactions(mail& post) -> std::vector<reaction> {
  return {
      {.upstream = "order",
       .aggregate = "order",
       .event = "confirmed",
       .target = "notification",
       .command = "notify",
       .map = from<wire::OrderConfirmed>(tell_confirmed)},
      {.upstream = "order",
       .aggregate = "order",
       .event = "cancelled",
       .target = "notification",
       .command = "notify",
       .map = from<wire::OrderCancelled>(tell_cancelled)},
      {.upstream = "notification",
       .aggregate = "notification",
       .event = "requested",
       .target = "notification",
       .command = "note_sent",
       .effect = mailing(post),
       .party = "mail"},
  };
}

} // namespace shop
