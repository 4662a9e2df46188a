// SPDX-License-Identifier: Apache-2.0
#include "projection/projections.hpp"

#include "projection/list_answer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sinew {

namespace {

namespace fs = std::filesystem;

auto unusable(const fs::path& folder, int number) -> tl::unexpected<error> {
  return fail(errc::system_failure, fmt::format("{} cannot be used for read models: {}; name another with --data",
                                                folder.string(), std::strerror(number)));
}

auto lock_folder(const fs::path& folder) -> result<int> {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault)
    return unusable(folder, fault.value());
  const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0)
    return unusable(folder, errno);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0)
    return lock;
  const int why = errno;
  ::close(lock);
  if (why == EWOULDBLOCK)
    return fail(errc::conflict,
                fmt::format("another process keeps its read models in {}; name another with --data", folder.string()));
  return unusable(folder, why);
}

auto no_such_model(const service& served, std::string_view name) -> error {
  std::string there;
  for (const auto* model : served.read_models)
    there += fmt::format("{}{}", there.empty() ? "" : ", ", model->name());
  return {errc::unknown_type, fmt::format("service {} has no read model '{}'; there {}", served.name, name,
                                          there.empty() ? "is none" : "is " + there)};
}

} // namespace

auto projections::open(model_copy::surroundings from, const service& served, options what)
    -> result<std::unique_ptr<projections>> {
  const bool keeps_any = !what.folder.empty() && !served.read_models.empty();
  auto lock = keeps_any ? lock_folder(what.folder) : result<int>{-1};
  if (!lock)
    return tl::unexpected{lock.error()};
  std::unique_ptr<projections> made{new projections{served, std::move(what), *lock}};
  if (keeps_any)
    for (const auto* model : served.read_models)
      made->models_.push_back(std::make_unique<served_model>(from, *model, made->options_.folder));
  return made;
}

projections::~projections() {
  models_.clear();
  if (lock_ >= 0)
    ::close(lock_);
}

void projections::start() {
  for (const auto& each : models_)
    each->start();
}

auto projections::answer_query(const incoming_request& request) -> bool {
  if (auto* model = find(request.subject_tail)) {
    model->answer(request);
    return true;
  }
  if (!request.respond)
    return false;
  if (served_.find_read_model(request.subject_tail) == nullptr)
    request.respond(list_answer(no_such_model(served_, request.subject_tail)));
  else
    request.respond(list_answer(error{
        errc::unavailable, fmt::format("{} keeps no read models: start it with --data DIRECTORY", options_.node)}));
  return true;
}

auto projections::answer_control(const incoming_request& request) -> bool {
  constexpr std::string_view prefix = "projection.";
  const std::string_view tail = request.subject_tail;
  if (tail != "projections" && !tail.starts_with(prefix))
    return false;
  auto outcome = result<void>{};
  if (tail != "projections") {
    const auto dot = std::min(tail.find('.', prefix.size()), tail.size());
    outcome = act(tail.substr(prefix.size(), dot - prefix.size()), tail.substr(std::min(dot + 1, tail.size())));
  }
  request.respond(copy_of(as_bytes(status(outcome))));
  return true;
}

auto projections::act(std::string_view name, std::string_view verb) -> result<void> {
  auto* model = find(name);
  if (model == nullptr && served_.find_read_model(name) != nullptr)
    return fail(errc::unavailable,
                fmt::format("{} keeps no read models: start it with --data DIRECTORY", options_.node));
  if (model == nullptr)
    return tl::unexpected{no_such_model(served_, name)};
  if (verb == "rebuild" || verb == "replace")
    return model->rebuild(verb == "replace");
  if (verb == "swap")
    return model->swap();
  return fail(errc::unknown_type, fmt::format("no such verb: '{}'; there are rebuild, replace and swap", verb));
}

auto projections::status(const result<void>& outcome) const -> std::string {
  nlohmann::ordered_json all = {{"ok", outcome.has_value()}, {"node", options_.node}, {"service", served_.name}};
  if (!outcome)
    all["error"] = to_string(outcome.error());
  all["keeps_read_models"] = lock_ >= 0;
  all["read_models"] = nlohmann::ordered_json::array();
  for (const auto& each : models_)
    all["read_models"].push_back(each->status());
  return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

auto projections::are_caught_up() const -> bool {
  return std::ranges::all_of(models_, [](const auto& each) { return each->is_caught_up(); });
}

auto projections::find(std::string_view name) -> served_model* {
  const auto found = std::ranges::find_if(models_, [name](const auto& each) { return each->model().name() == name; });
  return found == models_.end() ? nullptr : found->get();
}

} // namespace sinew
