// SPDX-License-Identifier: Apache-2.0
#include "bridge/leader_read.hpp"

#include "bridge/api.hpp"
#include "bridge/history_answer.hpp"
#include "bridge/subjects.hpp"

namespace sinew::leader_read {

namespace {

void get(connection& with, std::string_view stream, const nlohmann::json& which, completion<found> done) {
  call_api(with, subject::api("STREAM.MSG.GET.", stream), which,
           [done = std::move(done)](result<api_answer> answer) { done(answer.and_then(read_found_message)); });
}

} // namespace

void last(connection& with, std::string_view stream, std::string_view subjects, completion<found> done) {
  get(with, stream, {{"last_by_subj", subjects}}, std::move(done));
}

void next(connection& with, std::string_view stream, std::string_view subjects, std::uint64_t from,
          completion<found> done) {
  get(with, stream, {{"seq", from}, {"next_by_subj", subjects}}, std::move(done));
}

} // namespace sinew::leader_read
