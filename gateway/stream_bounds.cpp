// SPDX-License-Identifier: Apache-2.0
#include "gateway/stream_bounds.hpp"

#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

namespace sinew::gateway {

void ask_stream_bounds(connection& with, const std::string& stream, completion<stream_bounds> done) {
  call_api(with, subject::api("STREAM.INFO.", stream), nlohmann::json::object(),
           [stream, done = std::move(done)](const result<api_answer>& answer) {
             if (!answer)
               return done(tl::unexpected{answer.error()});
             if (answer->is_error())
               return done(answer->as_error(stream));
             const auto& state = object_in(answer->body, "state");
             done(stream_bounds{field_or(state, "first_seq", std::uint64_t{0}),
                                field_or(state, "last_seq", std::uint64_t{0})});
           });
}

} // namespace sinew::gateway
