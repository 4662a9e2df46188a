// SPDX-License-Identifier: Apache-2.0
#include "bench/report/report_json.hpp"

#include "bench/report/added_time.hpp"

namespace sinew::bench {

namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view format = "sinew-bench/1";

auto microseconds(std::chrono::nanoseconds t) -> double {
  return std::chrono::duration<double, std::micro>{t}.count();
}

auto json_of(const environment& e) -> json {
  json settings = json::object();
  for (const auto& [name, value] : e.broker_settings)
    settings[name] = value;
  return {{"when", e.when},
          {"processor", e.processor},
          {"kernel", e.kernel},
          {"compiler", e.compiler},
          {"sinew", e.sinew},
          {"commit", e.commit},
          {"broker", e.broker},
          {"durability", e.durability},
          {"broker_settings", std::move(settings)},
          {"idle_jitter_us", microseconds(e.idle_jitter)},
          {"rig_priority", e.rig_priority},
          {"kept_awake", e.kept_awake}};
}

auto json_of(const histogram& h) -> json {
  return {{"p50_us", microseconds(h.percentile(50))},
          {"p90_us", microseconds(h.percentile(90))},
          {"p99_us", microseconds(h.percentile(99))},
          {"p99.9_us", microseconds(h.percentile(99.9))},
          {"p99.99_us", microseconds(h.percentile(99.99))},
          {"max_us", microseconds(h.max())},
          {"mean_us", microseconds(h.mean())},
          {"histogram", h.encoded()}};
}

auto json_of(const run_plan& p) -> json {
  return {{"rate", p.rate},
          {"arrivals", p.spread == arrivals::poisson ? "poisson" : "constant"},
          {"warm_up_ms", p.warm_up.count()},
          {"duration_ms", p.duration.count()},
          {"patience_ms", p.patience.count()},
          {"in_flight", p.in_flight},
          {"seed", p.seed}};
}

auto json_of(const slice& s) -> json {
  return {{"from_ms", s.from.count()}, {"done", s.done}, {"not_done", s.not_done}, {"latency", json_of(s.latency)}};
}

auto hops_json(const std::vector<hop>& hops) -> json {
  json all = json::array();
  for (const auto& h : hops)
    all.push_back(
        {{"name", h.name}, {"about", h.about}, {"share", share_of(h, hops)}, {"latency", json_of(h.latency)}});
  return all;
}

auto added_json(const report& r) -> json {
  json all = json::array();
  for (const auto& added : added_times(r)) {
    const auto objection = added.objection();
    const auto difference = [&](double percent) {
      return objection.empty() ? json(microseconds(added.at(percent))) : json{};
    };
    all.push_back({{"scenario", added.ours->scenario},
                   {"rate", added.ours->result.plan.rate},
                   {"p50_us", difference(50)},
                   {"p99_us", difference(99)},
                   {"objection", objection}});
  }
  return all;
}

auto json_of(const measurement& m) -> json {
  json slices = json::array();
  for (const auto& s : m.result.slices)
    slices.push_back(json_of(s));
  const auto& r = m.result;
  json marks = json::array();
  for (const auto& mark : r.marks)
    marks.push_back({{"at_ms", mark.at.count()}, {"text", mark.text}});
  return {{"scenario", m.scenario},
          {"work", m.work},
          {"side", to_string(m.whose)},
          {"step_of_search", m.step_of_search},
          {"plan", json_of(r.plan)},
          {"intended", r.intended},
          {"done", r.done},
          {"refused", r.refused},
          {"failed", r.failed},
          {"unanswered", r.unanswered},
          {"done_per_second", r.done_per_second},
          {"span_ns", r.span.count()},
          {"saturated", r.saturated},
          {"void", r.void_reasons},
          {"latency", json_of(r.latency)},
          {"lateness", json_of(r.lateness)},
          {"hops", hops_json(r.hops)},
          {"longest_pause_us", r.longest_pause ? json(microseconds(*r.longest_pause)) : json{}},
          {"marks", std::move(marks)},
          {"slices", std::move(slices)}};
}

// -- the way back: json's exceptions are caught at its edge, report_from_json -------------------------------------------

auto side_of(const json& from) -> side {
  for (const auto whose : {side::floor, side::static_route})
    if (from.at("side") == to_string(whose))
      return whose;
  return side::sinew;
}

auto environment_of(const json& from) -> environment {
  environment e{.when = from.at("when"),
                .processor = from.at("processor"),
                .kernel = from.at("kernel"),
                .compiler = from.at("compiler"),
                .sinew = from.at("sinew"),
                .commit = from.at("commit"),
                .broker = from.at("broker"),
                .durability = from.at("durability")};
  for (const auto& [name, value] : from.at("broker_settings").items())
    e.broker_settings.emplace_back(name, value.get<std::string>());
  e.idle_jitter = std::chrono::nanoseconds{static_cast<std::int64_t>(from.at("idle_jitter_us").get<double>() * 1e3)};
  e.rig_priority = from.value("rig_priority", "ordinary"); // before it was told, it was
  e.kept_awake = from.value("kept_awake", std::size_t{0});
  return e;
}

auto histogram_of(const json& from) -> histogram {
  auto read = histogram::decoded(from.at("histogram").get<std::string>());
  if (!read)
    throw std::invalid_argument{read.error().what};
  return std::move(*read);
}

auto plan_of(const json& from) -> run_plan {
  using std::chrono::milliseconds;
  return {.rate = from.at("rate"),
          .spread = from.at("arrivals") == "constant" ? arrivals::constant : arrivals::poisson,
          .warm_up = milliseconds{from.at("warm_up_ms").get<std::int64_t>()},
          .duration = milliseconds{from.at("duration_ms").get<std::int64_t>()},
          .patience = milliseconds{from.at("patience_ms").get<std::int64_t>()},
          .in_flight = from.at("in_flight"),
          .seed = from.at("seed")};
}

auto slice_of(const json& from) -> slice {
  return {.from = std::chrono::milliseconds{from.at("from_ms").get<std::int64_t>()},
          .done = from.at("done"),
          .not_done = from.at("not_done"),
          .latency = histogram_of(from.at("latency"))};
}

// Reports of earlier versions have neither hops nor marks.
auto hops_of(const json& from) -> std::vector<hop> {
  std::vector<hop> all;
  for (const auto& h : from.value("hops", json::array()))
    all.push_back({h.at("name"), h.at("about"), histogram_of(h.at("latency"))});
  return all;
}

auto marks_of(const json& from) -> std::vector<run_mark> {
  std::vector<run_mark> all;
  for (const auto& mark : from.value("marks", json::array()))
    all.push_back({std::chrono::milliseconds{mark.at("at_ms").get<std::int64_t>()}, mark.at("text")});
  return all;
}

auto pause_of(const json& from) -> std::optional<std::chrono::nanoseconds> {
  const auto pause = from.value("longest_pause_us", json{});
  if (pause.is_null())
    return std::nullopt;
  return std::chrono::nanoseconds{static_cast<std::int64_t>(pause.get<double>() * 1e3)};
}

auto run_of(const json& from) -> run_result {
  run_result r{.plan = plan_of(from.at("plan")),
               .intended = from.at("intended"),
               .done = from.at("done"),
               .refused = from.at("refused"),
               .failed = from.at("failed"),
               .unanswered = from.at("unanswered"),
               .latency = histogram_of(from.at("latency")),
               .lateness = histogram_of(from.at("lateness")),
               .span = std::chrono::nanoseconds{from.at("span_ns").get<std::int64_t>()},
               .done_per_second = from.at("done_per_second"),
               .slices = {},
               .marks = marks_of(from),
               .longest_pause = pause_of(from),
               .hops = hops_of(from),
               .saturated = from.at("saturated"),
               .void_reasons = from.at("void")};
  for (const auto& s : from.at("slices"))
    r.slices.push_back(slice_of(s));
  return r;
}

auto knee_of(const json& from) -> report::knee {
  return {.scenario = from.at("scenario"),
          .whose = side_of(from),
          .rate = from.at("rate"),
          .slo = std::chrono::nanoseconds{from.at("slo_ns").get<std::int64_t>()}};
}

auto report_of(const json& from) -> report {
  if (from.at("format") != format)
    throw std::invalid_argument{"it is of another format than " + std::string{format}};
  report r;
  r.where = environment_of(from.at("environment"));
  for (const auto& m : from.at("measurements"))
    r.measurements.push_back({.scenario = m.at("scenario"),
                              .work = m.at("work"),
                              .whose = side_of(m),
                              .result = run_of(m),
                              .step_of_search = m.at("step_of_search")});
  for (const auto& k : from.at("knees"))
    r.knees.push_back(knee_of(k));
  if (const auto& s = from.at("slo"); !s.is_null())
    r.slo = slo_verdict{.text = s.at("text"), .held = s.at("held"), .seen = s.at("seen")};
  return r;
}

} // namespace

auto to_json(const report& r) -> json {
  json measurements = json::array();
  for (const auto& m : r.measurements)
    measurements.push_back(json_of(m));
  json knees = json::array();
  for (const auto& k : r.knees)
    knees.push_back(
        {{"scenario", k.scenario}, {"side", to_string(k.whose)}, {"rate", k.rate}, {"slo_ns", k.slo.count()}});
  json slo = nullptr;
  if (r.slo)
    slo = {{"text", r.slo->text}, {"held", r.slo->held}, {"seen", r.slo->seen}};
  return {{"format", format},       {"environment", json_of(r.where)}, {"measurements", std::move(measurements)},
          {"added", added_json(r)}, {"knees", std::move(knees)},       {"slo", std::move(slo)}};
}

auto report_from_json(std::string_view text) -> result<report> {
  try {
    return report_of(json::parse(text));
  } catch (const std::exception& wrong) { // the edge: the JSON library tells by throwing
    return fail(errc::invalid_input, std::string{"this is no report of `sinew bench --json`: "} + wrong.what());
  }
}

} // namespace sinew::bench
