// SPDX-License-Identifier: Apache-2.0
#pragma once

struct __natsMsg;

namespace sinew {

/// Destroys a message of nats.c, soon.
///
/// natsMsg_Destroy hands each message to a thread of the library's and wakes it: two context switches a message, which
/// cost more than handling it. So spent ones are gathered, for each thread of ours apart, and handed over in the hundreds:
/// at most 256 messages, or one megabyte, wait here; the rest goes when the thread ends. Null is ignored. Any thread.
void destroy_soon(__natsMsg* spent);

} // namespace sinew
