// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/strangler/parity_report.hpp"
#include "kernel/http_url.hpp"
#include "tools/routing/http_route.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// The entry of one resource as a request sees it: read once, and the same until its answer, whatever is switched meanwhile.
struct switched_entry {
  http_route route;
  http_url upstream; // of the route; empty where it names none
};

/// One resource that can be served by a legacy system: its entry in the bucket, and what comparisons have shown. Loop's thread.
class switched_resource {
 public:
  explicit switched_resource(std::string name);

  [[nodiscard]] auto name() const -> const std::string& { return name_; }
  /// Its key in the bucket `system`.
  [[nodiscard]] auto key() const -> std::string;

  /// What the bucket holds for it now; empty: nothing. What makes no sense is logged, and everything is new. True: it is another than before.
  auto hear(std::string_view value) -> bool;

  /// Whether `hear` was called at all. Until then nobody knows who serves it.
  [[nodiscard]] auto is_known() const -> bool { return is_known_; }
  /// Null: everything is new.
  [[nodiscard]] auto entry() const -> const std::shared_ptr<const switched_entry>& { return entry_; }
  /// Why what the bucket holds counts as nothing; empty: it does not.
  [[nodiscard]] auto fault() const -> const std::string& { return fault_; }

  [[nodiscard]] auto report() -> parity_report& { return report_; }
  /// Begins the report anew.
  void forget();

 private:
  std::string name_;
  bool is_known_ = false;
  std::string heard_;
  std::shared_ptr<const switched_entry> entry_;
  std::string fault_;
  parity_report report_;
};

} // namespace sinew::gateway
