// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/shop_samples.hpp"

#include "kernel/assertion.hpp"

#include <cstring>

namespace sinew::bench {

namespace {

const timestamp some_time = from_unix_ns(1'700'000'000'000'000'000);

} // namespace

auto sample_placement() -> shop::order::place {
  return {.customer = {"c-1"},
          .lines = {{{"SKU-1"}, 2, {1'200, shop::currency::eur}}, {{"SKU-2"}, 1, {350, shop::currency::eur}}},
          .payment = shop::card{"4242424242424242"},
          .ship_to = shop::address{"Ada Example", "Sample Street 1", "10115", "Berlin", "DE"},
          .now = some_time};
}

auto sample_opening() -> shop::account::open {
  return {{"c-1"}, shop::currency::eur};
}

auto sample_deposit() -> shop::account::deposit {
  return {{100, shop::currency::eur}};
}

auto command_for(const aggregate_key& key, const encoded& command) -> message {
  return message::write(
      {.aggregate = key.aggregate, .aggregate_id = key.id, .type = command.type},
      {{{.id = {0x0190'0000'0000'7000, 1}, .correlation = key.id, .time = some_time, .actor = "bench"},
        command.payload}});
}

repeatable_command::repeatable_command(const message& first)
    : request_{.subject_tail = std::to_string(partition_of(first.aggregate_id())) + "." + std::string{first.type()},
               .body = copy_of(first.raw()),
               .respond = nullptr} {
  const auto* id = first.envelope().entries()->Get(0)->id();
  const auto lower = reinterpret_cast<const std::byte*>(id) + sizeof(wire::Uuid) - sizeof(asked_);
  id_at_ = static_cast<std::size_t>(lower - first.raw().data());
  SINEW_ASSERT(id_at_ + sizeof(asked_) <= request_.body.size());
}

auto repeatable_command::next() -> const incoming_request& {
  ++asked_;
  std::memcpy(request_.body.data() + id_at_, &asked_, sizeof(asked_));
  return request_;
}

} // namespace sinew::bench
