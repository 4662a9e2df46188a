// SPDX-License-Identifier: Apache-2.0
// A question to a read model, as bytes or as words that anybody may write into one: it is refused with a sentence, or it is SQL
// that SQLite runs on an empty file. Nothing that passes the check may be refused there, and no cursor may be read that was not written.
#include "projection/list_cursor.hpp"
#include "projection/model_store.hpp"
#include "projection/row_lister.hpp"
#include "services/catalog/products.hpp"
#include "tests/fuzz/fuzz_input.hpp"

#include <unistd.h>

using namespace sinew;

namespace {

const std::atomic<bool> never_ends = false;

/// An empty list of products, in a file that goes with the process.
class empty_list {
 public:
  empty_list() : store_{model_store::open(file_, model(), never_ends).value()} {}
  ~empty_list() {
    for (const auto* suffix : {"", "-wal", "-shm"})
      std::filesystem::remove(file_.string() + suffix);
  }
  empty_list(const empty_list&) = delete;
  auto operator=(const empty_list&) -> empty_list& = delete;

  static auto model() -> const read_model& { return read_model_of<shop::products>(); }
  auto ask(const list_query& what) -> result<list_page> { return lister_.list(what); }

 private:
  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("list_query_fuzz-" + std::to_string(getpid()));
  std::unique_ptr<model_store> store_;
  row_lister lister_ = row_lister::open(file_, model(), never_ends).value();
};

/// Words in their places, so that names and values are reached without guessing a table's layout.
auto written(fuzz::fuzz_input& input) -> bytes {
  static const std::vector<std::string> names{"id", "name", "price", "listed", "-stage", "currency"};
  flatbuffers::FlatBufferBuilder b;
  std::vector<flatbuffers::Offset<wire::ListFilter>> filters;
  const auto word = [&input] { return std::string{as_text(input.piece())}; };
  for (auto left = input.byte() % 4; left > 0; --left) {
    const auto column = input.byte() % 2 == 0 ? input.one_of(names) : word();
    const auto comparison = static_cast<wire::Comparison>(input.byte() % 8);
    filters.push_back(wire::CreateListFilter(b, b.CreateString(column), comparison, b.CreateString(word())));
  }
  const auto sort = input.byte() % 2 == 0 ? input.one_of(names) : word();
  const auto limit = static_cast<std::uint32_t>(input.byte());
  const auto all = b.CreateVector(filters);
  const auto search = b.CreateString(word());
  const auto cursor = b.CreateString(word());
  b.Finish(wire::CreateListQuery(b, all, search, b.CreateString(sort), limit, cursor));
  return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  static empty_list list;
  fuzz::fuzz_input input{data, size};
  const auto body = input.byte() % 2 == 0 ? input.rest() : written(input);
  const auto what = read_list_query(empty_list::model(), body);
  if (!what) {
    SINEW_ASSERT(what.error().code == errc::invalid_input && !what.error().what.empty());
    return 0;
  }
  const auto page = list.ask(*what);
  SINEW_ASSERT(page && page->rows.empty() && page->next.empty());
  if (what->after) {
    const auto question = fingerprint_of(empty_list::model(), *what);
    const auto again = parse_cursor(write_cursor(*what->after, question), question, what->sort.type);
    SINEW_ASSERT(again && *again == *what->after);
  }
  return 0;
}
