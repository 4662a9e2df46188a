// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "services/notification/mail.hpp"

namespace shop {

/// The service `notification`, as data: notifications, what they react to, their schema. `post` must outlive it.
auto notification_service(mail& post) -> sinew::service;

} // namespace shop
