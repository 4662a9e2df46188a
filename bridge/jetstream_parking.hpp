// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

namespace sinew {

/// Parked messages on the stream `PARK`, in order for each key: the body unchanged, the circumstances in headers
/// (`Sinew-Subject`, `Sinew-Reason`, `Sinew-Position`, `Sinew-Attempts`).
class jetstream_parking final : public parking {
 public:
  /// `with` must outlive it.
  explicit jetstream_parking(connection& with) : with_{with} {}

  void park(parked_message what, completion<void> done) override;

 private:
  connection& with_;
};

/// A message of `PARK` read back, from the subject and the headers it is stored with. invalid_input: it is none of ours.
auto read_parked(std::string_view subject, const broker_message& m) -> result<parked_message>;

} // namespace sinew
