// SPDX-License-Identifier: Apache-2.0
#include "projection/model_store.hpp"
#include "tests/support/order_log.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

namespace sinew::test {
namespace {

constexpr std::size_t events_in_batch = 7;

auto batch_after(const order_log& log, std::uint64_t position) -> std::vector<log_event> {
  std::vector<log_event> batch;
  for (const auto& event : log.all())
    if (event.position > position && batch.size() < events_in_batch)
      batch.push_back(event);
  return batch;
}

/// Orders in all stages, their events mingled.
auto long_log() -> order_log {
  order_log log;
  for (int round = 0; round < 300; ++round) {
    log.place("o-" + std::to_string(round), "c-" + std::to_string(round % 7), 100 + round);
    if (round >= 5)
      log.confirm("o-" + std::to_string(round - 5));
  }
  return log;
}

auto rows_of(const std::filesystem::path& file) -> std::map<std::string, bytes> {
  std::map<std::string, bytes> rows;
  asked question{.limit = 200};
  do {
    const auto what = read_list_query(orders_model(), question.body());
    const auto page =
        row_lister::open(file, orders_model(), never_ends).and_then([&](row_lister l) { return l.list(*what); });
    if (!page)
      throw std::runtime_error{page.error().what};
    for (const auto& row : page->rows)
      rows[row.id] = row.what.row;
    question.cursor = page->next;
  } while (!question.cursor.empty());
  return rows;
}

/// A process that folds the log into the file: a batch for each byte that it is given, and a byte back for each batch that it has
/// written. Ends when it has all.
auto start_writer(const std::filesystem::path& file, const order_log& log, int allowed, int tell) -> pid_t {
  const auto child = fork();
  if (child != 0)
    return child;
  auto store = model_store::open(file, orders_model(), never_ends);
  if (!store)
    _exit(3);
  char byte = '.';
  for (auto batch = batch_after(log, (*store)->facts().position); !batch.empty();
       batch = batch_after(log, (*store)->facts().position))
    if (read(allowed, &byte, 1) != 1 || !(*store)->write(batch, false) || write(tell, &byte, 1) != 1)
      _exit(4);
  _exit(0);
}

/// Lets a writer do so many batches, and kills it amid the next. False: it had come to its end, well.
auto write_and_kill(const std::filesystem::path& file, const order_log& log, int batches) -> bool {
  int allowed[2];
  int told[2];
  EXPECT_TRUE(pipe(allowed) == 0 && pipe(told) == 0);
  const auto writer = start_writer(file, log, allowed[0], told[1]);
  close(told[1]);
  char byte = '.';
  for (int i = 0; i <= batches; ++i)
    EXPECT_EQ(write(allowed[1], &byte, 1), 1);
  for (int i = 0; i < batches && read(told[0], &byte, 1) == 1; ++i)
    ;
  kill(writer, SIGKILL);
  int how = 0;
  EXPECT_EQ(waitpid(writer, &how, 0), writer);
  for (const auto end : {allowed[0], allowed[1], told[0]})
    close(end);
  EXPECT_TRUE(WIFSIGNALED(how) || WEXITSTATUS(how) == 0) << "exit code " << WEXITSTATUS(how);
  return WIFSIGNALED(how);
}

TEST(killed_writer, leaves_the_rows_of_its_position_exactly) {
  const temporary_folder folder;
  const auto killed = folder / "killed.db";
  const auto spared = folder / "spared.db";
  const auto log = long_log();
  auto twin = model_store::open(spared, orders_model(), never_ends).value();
  int kills = 0;
  // A writer that is killed in the moment when it has all is killed again, and finds nothing to do.
  for (int round = 0; write_and_kill(killed, log, 1 + round % 4); ++round) {
    ++kills;
    const auto position = model_store::open(killed, orders_model(), never_ends).value()->facts().position;
    while (twin->facts().position < position) {
      auto batch = batch_after(log, twin->facts().position);
      std::erase_if(batch, [position](const log_event& e) { return e.position > position; });
      ASSERT_TRUE(twin->write(batch, false));
    }
    ASSERT_EQ(rows_of(killed), rows_of(spared)) << "at position " << position;
  }
  EXPECT_GT(kills, 10);
  EXPECT_EQ(model_store::open(killed, orders_model(), never_ends).value()->facts().position, log.last());
  EXPECT_EQ(rows_of(killed).size(), 300U);
}

/// Files of this process may not grow beyond that; the error is that of a full disk.
void limit_files(rlim_t size) {
  rlimit now{};
  getrlimit(RLIMIT_FSIZE, &now);
  now.rlim_cur = size;
  setrlimit(RLIMIT_FSIZE, &now);
}

/// In a process of its own: what it came to as an exit code, 0 is well.
auto fold_on_a_full_disk(const std::filesystem::path& file, const order_log& log) -> int {
  auto store = model_store::open(file, orders_model(), never_ends).value();
  limit_files(512 * 1024); // the empty tables take a third of it
  auto batch = batch_after(log, 0);
  auto written = store->write(batch, false);
  while (written && !batch.empty()) {
    batch = batch_after(log, store->facts().position);
    written = store->write(batch, false);
  }
  if (written || written.error().code != errc::system_failure)
    return 1;
  const auto position = store->facts().position;
  if (position == 0 || store->write(batch, false) || store->facts().position != position)
    return 2;
  limit_files(RLIM_INFINITY);
  for (; !batch.empty(); batch = batch_after(log, store->facts().position))
    if (!store->write(batch, false))
      return 3;
  return 0;
}

TEST(a_full_disk, holds_the_writer_up_and_costs_no_row) {
  const temporary_folder folder;
  const auto log = long_log();
  const auto child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    _exit(fold_on_a_full_disk(folder / "full.db", log));
  }
  int how = 0;
  ASSERT_EQ(waitpid(child, &how, 0), child);
  ASSERT_TRUE(WIFEXITED(how) && WEXITSTATUS(how) == 0) << WEXITSTATUS(how);
  auto twin = model_store::open(folder / "spared.db", orders_model(), never_ends).value();
  ASSERT_TRUE(twin->write(log.all(), true));
  EXPECT_EQ(rows_of(folder / "full.db"), rows_of(folder / "spared.db"));
}

} // namespace
} // namespace sinew::test
