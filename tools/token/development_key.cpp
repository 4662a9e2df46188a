// SPDX-License-Identifier: Apache-2.0
#include "tools/token/development_key.hpp"

#include "kernel/assertion.hpp"
#include "kernel/base64url.hpp"
#include "tools/up/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
#include <system_error>

namespace sinew {

namespace {

namespace fs = std::filesystem;

// Longer than any such key in PEM.
constexpr std::size_t most_bytes = 4096;
constexpr std::size_t signature_size = 64;

using shared_key = std::shared_ptr<EVP_PKEY>;
using memory_file = std::unique_ptr<BIO, decltype([](BIO* held) { BIO_free(held); })>;

auto owned(EVP_PKEY* key) -> shared_key {
  return {key, EVP_PKEY_free};
}

auto trouble(const fs::path& file, std::string_view with) -> tl::unexpected<error> {
  const auto code = errno == ENOENT ? errc::not_found : errc::system_failure;
  return fail(code,
              fmt::format("cannot {} the key {}: {}", with, file.string(), std::generic_category().message(errno)));
}

auto text_in(const fs::path& file) -> result<std::string> {
  const descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat facts {};
  if (!in.is_open() || fstat(in.get(), &facts) != 0)
    return trouble(file, "read");
  if ((facts.st_mode & 077) != 0)
    return fail(errc::invalid_input,
                fmt::format("others may read the key {0}; chmod 600 {0}, or make a new one", file.string()));
  std::string text(most_bytes, '\0');
  const auto got = ::read(in.get(), text.data(), text.size());
  if (got < 0)
    return trouble(file, "read");
  text.resize(static_cast<std::size_t>(got));
  return text;
}

auto parse(const std::string& pem) -> shared_key {
  const memory_file in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  // Encrypted ones are none of ours: nobody is asked for a password.
  return owned(PEM_read_bio_PrivateKey(
      in.get(), nullptr, [](char*, int, int, void*) { return -1; }, nullptr));
}

auto to_pem(EVP_PKEY* key) -> std::string {
  const memory_file out{BIO_new(BIO_s_mem())};
  SINEW_ASSERT(PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

/// Whole or not at all, and never over another one.
auto write(const fs::path& file, const std::string& pem) -> result<void> {
  auto draft = file;
  draft += fmt::format(".{}", getpid());
  const descriptor out{::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!out.is_open())
    return trouble(file, "write");
  const bool whole = ::write(out.get(), pem.data(), pem.size()) == static_cast<ssize_t>(pem.size());
  const bool linked = whole && fsync(out.get()) == 0 && link(draft.c_str(), file.c_str()) == 0;
  const int why = errno;
  unlink(draft.c_str());
  errno = why;
  return linked ? result<void>{} : trouble(file, "write");
}

auto sha256(std::string_view text) -> bytes {
  std::array<std::byte, 32> hash{};
  auto* at = reinterpret_cast<unsigned char*>(hash.data());
  SINEW_ASSERT(EVP_Digest(text.data(), text.size(), at, nullptr, EVP_sha256(), nullptr) == 1);
  return {hash.begin(), hash.end()};
}

} // namespace

development_key::development_key(std::shared_ptr<EVP_PKEY> key) : key_{std::move(key)} {
  std::array<std::uint8_t, 32> raw{};
  auto size = raw.size();
  SINEW_ASSERT(EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size) == 1 && size == raw.size());
  point_ = to_base64url(std::as_bytes(std::span{raw}));
  id_ = to_base64url(sha256(fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", point_)));
}

auto development_key::keep(const fs::path& file) -> result<development_key> {
  auto known = read(file);
  if (known || known.error().code != errc::not_found)
    return known;
  auto made = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  SINEW_ASSERT(made != nullptr);
  return write(file, to_pem(made.get())).map([&] { return development_key{std::move(made)}; });
}

auto development_key::read(const fs::path& file) -> result<development_key> {
  return text_in(file).and_then([&](const std::string& pem) -> result<development_key> {
    auto key = parse(pem);
    if (!key || EVP_PKEY_is_a(key.get(), "ED25519") != 1)
      return fail(errc::invalid_input,
                  fmt::format("{} holds no private Ed25519 key in PEM; `openssl genpkey -algorithm "
                              "ed25519` makes one",
                              file.string()));
    return development_key{std::move(key)};
  });
}

auto development_key::key_set() const -> std::string {
  return fmt::format(R"({{"keys":[{{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":"{}","x":"{}"}}]}})"
                     "\n",
                     id_, point_);
}

auto development_key::sign(std::string_view text) const -> bytes {
  bytes signature(signature_size);
  auto size = signature.size();
  const std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* held) { EVP_MD_CTX_free(held); })> with{EVP_MD_CTX_new()};
  const auto all = as_bytes(text);
  SINEW_ASSERT(EVP_DigestSignInit(with.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  SINEW_ASSERT(EVP_DigestSign(with.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, as_uint8(all),
                              all.size()) == 1);
  return signature;
}

} // namespace sinew
