// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

namespace sinew::gateway {

/// What the document says of one of a resource's actions.
auto operation_of(const resource& what, const action& asked) -> operation;
/// Of `GET <path>/{id}`.
auto looking_at(const resource& what) -> operation;

/// Of a list of such resources, `GET <path>`.
auto listing(std::string_view path, std::string_view aggregate) -> operation;

/// "order" -> "Order": the component that shows such a resource.
auto component_of(std::string_view aggregate) -> std::string;

} // namespace sinew::gateway
