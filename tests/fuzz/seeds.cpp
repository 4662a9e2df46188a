// SPDX-License-Identifier: Apache-2.0
// Writes the first inputs of each fuzz target below the directory it is given: real messages of the shop, one of each kind.
#include "actors/aggregate.hpp"
#include "bridge/node_record.hpp"
#include "bridge/subjects.hpp"
#include "kernel/base64url.hpp"
#include "schemas/listing_generated.h"
#include "telemetry/trace_context.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/sample_json.hpp"
#include "tests/fuzz/whole_shop.hpp"
#include "tools/transcode/payload_writer.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

using namespace sinew;
using fuzz::fuzz_output;

namespace {

std::filesystem::path corpus;

void put(const std::string& target, const std::string& name, bytes_view input) {
  std::filesystem::create_directories(corpus / target);
  std::ofstream file{corpus / target / name, std::ios::binary};
  file.write(as_text(input).data(), static_cast<std::streamsize>(input.size()));
}

void put(const std::string& target, const std::string& name, std::string_view input) {
  put(target, name, as_bytes(input));
}

auto owner_of(std::string_view aggregate) -> const service_card& {
  return *fuzz::shop_catalog().owner_of(aggregate);
}

auto json_of(std::string_view aggregate, std::string_view type) -> ordered_json {
  const auto& book = *owner_of(aggregate).schema;
  return fuzz::sample_json(book.schema(), *book.table(table_name(aggregate, type)));
}

auto payload_of(std::string_view aggregate, std::string_view type) -> bytes {
  return payload_writer{*owner_of(aggregate).schema}
      .write(table_name(aggregate, type), json_of(aggregate, type))
      .value();
}

auto envelope_of(std::string_view aggregate, std::string_view type, std::uint64_t entries) -> message {
  std::vector<new_entry> all;
  for (std::uint64_t i = 1; i <= entries; ++i)
    all.push_back(
        {{{i, i}, {9, 9}, "a-1", from_unix_ns(42), "service/order", "00-trace"}, payload_of(aggregate, type)});
  return message::write({aggregate, "a-1", type, 1, 7, from_unix_ns(99)}, all);
}

// -- the shop's own messages ------------------------------------------------------------------------------------------

void seed_aggregates() {
  for (std::size_t k = 0; k < fuzz::all_kinds().size(); ++k) {
    const auto& kind = *fuzz::all_kinds()[k];
    const std::string name{kind.name()};
    fuzz_output decided;
    decided.byte(k);
    for (std::size_t i = 0; i < kind.commands().size(); ++i)
      decided.byte(0).byte(i).piece(payload_of(name, kind.commands()[i]));
    put("aggregate", name + "_commands", decided.written());
    fuzz_output folded;
    folded.byte(k);
    for (std::size_t i = 0; i < kind.events().size(); ++i)
      folded.byte(1).byte(i).piece(payload_of(name, kind.events()[i]));
    put("aggregate", name + "_events", folded.written());
    put("aggregate", name + "_state", fuzz_output{}.byte(k).byte(2).piece(payload_of(name, "state")).written());
  }
}

void seed_reactions() {
  for (std::size_t s = 0; s < fuzz::whole_shop().size(); ++s) {
    const auto& each = fuzz::whole_shop()[s];
    for (std::size_t r = 0; r < each.reactions.size(); ++r) {
      const auto& row = each.reactions[r];
      put("reaction", fmt::format("{}_{}_{}", row.target, row.aggregate, row.event),
          fuzz_output{}.byte(s).byte(r).rest(payload_of(row.aggregate, row.event)).written());
    }
  }
}

void seed_commands() {
  for (std::size_t k = 0; k < fuzz::all_kinds().size(); ++k) {
    const auto& kind = *fuzz::all_kinds()[k];
    for (std::size_t i = 0; i < kind.commands().size(); ++i)
      put("command_json", fmt::format("{}_{}", kind.name(), kind.commands()[i]),
          fuzz_output{}.byte(k).byte(i).rest(as_bytes(json_of(kind.name(), kind.commands()[i]).dump())).written());
  }
}

void seed_events() {
  for (const auto* kind : fuzz::all_kinds())
    for (const auto event : kind->events()) {
      const auto subject = subject::event({std::string{kind->name()}, "a-1"}, event);
      put("cloud_event", fmt::format("{}_{}", kind->name(), event),
          fuzz_output{}.byte(1).piece(as_bytes(subject)).rest(envelope_of(kind->name(), event, 1).raw()).written());
    }
  const auto& services = fuzz::shop_catalog().services();
  for (std::size_t s = 0; s < services.size(); ++s)
    for (const auto& aggregate : services[s].aggregates) {
      const auto& tables = *services[s].schema->schema().objects();
      std::size_t at = 0;
      while (unqualified(tables.Get(static_cast<unsigned>(at))->name()->string_view()) !=
             table_name(aggregate.name, "state"))
        ++at;
      put("cloud_event", aggregate.name + "_state",
          fuzz_output{}.byte(0).byte(s).byte(at).rest(payload_of(aggregate.name, "state")).written());
    }
}

// -- frames -----------------------------------------------------------------------------------------------------------

void seed_envelopes() {
  const auto one = envelope_of("order", "place", 1);
  const auto three = envelope_of("stock", "held", 3);
  put("envelope", "command", one.raw());
  put("envelope", "three_events", three.raw());
  put("envelope", "command_that_asks_for_hops",
      message::write({.aggregate = "order", .aggregate_id = "a-1", .type = "close", .time_hops = true},
                     {{{.id = {1, 1}, .correlation = "a-1"}, payload_of("order", "close")}})
          .raw());
  fuzz_output stream;
  stream.piece(one.raw()).piece(as_bytes("\n")).piece(three.raw().first(40)).piece(three.raw().subspan(40));
  put("envelope_stream", "two_of_them", stream.written());
  put("envelope_stream", "hexadecimal", "534e5731");
}

void seed_answers() {
  const auto at = from_unix_ns(42);
  const receipt given{wire::Outcome::retry,
                      {1, 2},
                      3,
                      4,
                      "busy",
                      std::chrono::milliseconds{250},
                      true,
                      true,
                      std::make_shared<hop_times>(hop_times{at, at, at, at, at})};
  put("answer", "receipt", fuzz_output{}.byte(0).rest(write_receipt(given)).written());
  for (std::size_t k = 0; k < fuzz::all_kinds().size(); ++k) {
    aggregate some{*fuzz::all_kinds()[k], {std::string{fuzz::all_kinds()[k]->name()}, "a-1"}, 4};
    some.remember({1, 2}, {1, 1});
    put("answer", "snapshot_of_" + some.key().aggregate, fuzz_output{}.byte(k).rest(some.save(1)).written());
  }
  flatbuffers::FlatBufferBuilder b;
  b.Finish(wire::CreateStateQueryDirect(b, "order", "a-1", 3));
  const bytes_view query{reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()};
  put("answer", "state_query", fuzz_output{}.byte(0).rest(query).written());
}

// -- texts ------------------------------------------------------------------------------------------------------------

void seed_traceparents() {
  put("traceparent", "sampled", to_traceparent({{1, 2}, 3, true}));
  put("traceparent", "later_version", "01" + to_traceparent({{1, 2}, 3, false}).substr(2) + "-more");
  put("traceparent", "answer", R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}})");
}

void seed_subjects() {
  const aggregate_key key{"order", "o-1"};
  put("subject", "event", subject::event(key, "placed"));
  put("subject", "timer", subject::timer(key, "expire"));
  put("subject", "due", subject::due(key, "expire"));
  put("subject", "parked", subject::parked("payment", key));
  put("subject", "node", subject::bucket_key(subject::nodes_bucket, subject::node_key("order", "order-1")));
  put("subject", "ack", "$JS.ACK.EVT_ORDER.payment.1.42.7.1700000000000000000.0");
  put("subject", "ack_with_domain", "$JS.ACK.hub.ACC.EVT_ORDER.payment.1.42.7.1700000000000000000.0.x");
}

void seed_broker_answers() {
  put("broker_answer", "stored", R"({"stream":"EVT_ORDER","seq":42,"duplicate":true})");
  put("broker_answer", "conflict",
      R"({"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 3"},"stream":"EVT_ORDER","seq":0})");
  put("broker_answer", "last",
      R"({"message":{"subject":"evt.order.1.o-1.placed","seq":7,"data":"U05XMQ==","time":"2026-01-01T00:00:00Z"}})");
  put("broker_answer", "nothing", R"({"error":{"code":404,"err_code":10037,"description":"no message found"}})");
  put("broker_answer", "level", R"({"memory":0,"api":{"level":4,"total":1,"errors":0}})");
  put("broker_answer", "stream",
      R"({"config":{"name":"EVT_ORDER","subjects":["evt.order.>"],"storage":"file","deny_delete":true,"max_msgs":-1}})");
  put("broker_answer", "base64", "U05XMSBhbmQgbW9yZQ==");
}

/// A message with a subject, its headers in the order of parked_fuzz.cpp (those left out are absent), and a body.
void add_message(fuzz_output& to, std::string_view subject, const std::map<std::size_t, std::string_view>& headers,
                 std::string_view body) {
  constexpr std::size_t count = 14;
  to.piece(as_bytes(subject));
  for (std::size_t i = 0; i < count; ++i)
    to.piece(as_bytes(headers.contains(i) ? headers.at(i) : std::string_view{}));
  to.piece(as_bytes(body));
}

void seed_parked() {
  fuzz_output parked;
  add_message(parked, subject::parked("payment", {"order", "o-1"}),
              {{0, "order"},
               {1, "50%25 of it%0A"},
               {2, "42"},
               {3, "5"},
               {9, "one%0Atwo"},
               {10, "placed"},
               {11, "timer"},
               {12, "1700000000000000000"},
               {13, "1700000000000000001"}},
              "the body");
  put("parked", "with_a_reason", parked.written());
  fuzz_output page;
  add_message(page, "x", {{4, "42"}, {6, "evt.order.1.o-1.placed"}}, "the body");
  add_message(page, "x", {{5, "3"}, {7, "204"}, {8, "EOB"}}, "");
  put("parked", "page_of_history", page.written());
}

void seed_registry() {
  for (std::size_t s = 0; s < fuzz::whole_shop().size(); ++s)
    put("registry", std::string{fuzz::whole_shop()[s].name},
        fuzz_output{}.byte(s).rest(as_bytes(describe(fuzz::whole_shop()[s]))).written());
  const auto record = write_node_record(
      {"order", "order-1", 17, "0.1.0", from_unix_ns(42), "ready", {0, 1, 7}, {"order.1"}, "boot pid:[1]"});
  put("registry", "node", fuzz_output{}.byte(0).rest(as_bytes(record)).written());
}

void seed_list_queries() {
  flatbuffers::FlatBufferBuilder b;
  const std::vector filters{wire::CreateListFilterDirect(b, "price", wire::Comparison::at_least, "100"),
                            wire::CreateListFilterDirect(b, "listed", wire::Comparison::less, "2026-11-22T10:00:00Z")};
  b.Finish(wire::CreateListQueryDirect(b, &filters, "blue ink", "-price", 10, nullptr, 7, 100));
  const bytes_view query{reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()};
  put("list_query", "as_bytes", fuzz_output{}.byte(0).rest(query).written());
  fuzz_output words;
  words.byte(1).byte(1).byte(0).byte(1).byte(0).piece(as_bytes("Ink' OR '1'='1")).byte(0).byte(2).byte(5);
  words.piece(as_bytes("\"blue* AND (ink")).piece(as_bytes("00ff"));
  put("list_query", "as_words", words.written());
}

void seed_outside() {
  const auto ok = std::size_t{50}; // 200
  put("outside", "approved",
      fuzz_output{}.byte(ok).rest(as_bytes(R"({"status":"approved","reference":"r-1"})")).written());
  put("outside", "voided", fuzz_output{}.byte(ok).rest(as_bytes(R"({"status":"voided"})")).written());
  put("outside", "address", fuzz_output{}.byte(ok).rest(as_bytes("http://127.0.0.1:8080/")).written());
}

void seed_http() {
  put("http_request", "place",
      "POST /v1/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nPrefer: "
      "wait=5\r\n"
      "Content-Length: 18\r\n\r\n{\"customer\":\"c-1\"}");
  put("http_request", "chunks",
      "POST /v1/orders?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
  put("http_request", "show",
      "GET /v1/orders/o%2D1 HTTP/1.1\r\nHost: h\r\nOrigin: https://shop.example\r\nAccept-Encoding: gzip;q=0.5, "
      "*\r\n\r\n");
}

void seed_tokens() {
  constexpr std::string_view header = R"({"alg":"ES256","typ":"at+jwt","kid":"1"})";
  constexpr std::string_view claims =
      R"({"iss":"https://issuer.example","aud":["shop"],"sub":"c-1","roles":["customer"],"iat":1799999999,"nbf":1799999999,"exp":1800003600.5})";
  const bytes signature(64, std::byte{1});
  const auto text =
      to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims)) + "." + to_base64url(signature);
  put("token", "whole", fuzz_output{}.byte(0).rest(as_bytes(text)).written());
  put("token", "parts",
      fuzz_output{}.byte(1).piece(as_bytes(header)).piece(as_bytes(claims)).rest(signature).written());
  put("token", "keys",
      fuzz_output{}
          .byte(2)
          .rest(as_bytes(
              R"({"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"1",)"
              R"("x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},)"
              R"({"kty":"OKP","crv":"Ed25519","kid":"2","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},)"
              R"({"kty":"RSA","kid":"3","n":"AQAB","e":"AQAB","key_ops":["verify"]}]})"))
          .written());
}

void seed_routes() {
  put("http_route", "entry",
      fuzz_output{}
          .byte(0)
          .rest(as_bytes(
              R"({"mode":"both","upstream":"http://old.example:8099/base","answer":"new","new_share":25,)"
              R"("ids":{"o-1":"legacy","o-2":"new"},"ignore":["/position","/items/*/a~1b"],"pass_token":true})"))
          .written());
  put("http_route", "answers",
      fuzz_output{}
          .byte(1)
          .piece(as_bytes("items/*/version"))
          .piece(as_bytes(R"({"items":[{"version":1,"n":1.5}],"card":"4242","x":null})"))
          .rest(as_bytes(R"({"card":"1111","items":[{"n":1.5,"version":2},{}]})"))
          .written());
  put("http_route", "location",
      fuzz_output{}.byte(2).rest(as_bytes("http://old.example/base/v1/orders/o-1")).written());
}

} // namespace

auto main(int count, char** arguments) -> int {
  if (count != 2) {
    std::fprintf(stderr, "usage: fuzz_seeds DIRECTORY\n");
    return 2;
  }
  corpus = arguments[1];
  seed_aggregates();
  seed_reactions();
  seed_commands();
  seed_events();
  seed_envelopes();
  seed_answers();
  seed_subjects();
  seed_traceparents();
  seed_broker_answers();
  seed_parked();
  seed_registry();
  seed_list_queries();
  seed_outside();
  seed_http();
  seed_tokens();
  seed_routes();
  return 0;
}
