# What Sinew needs and from where; read by scripts/setup. Each entry says what it is for.
# shellcheck shell=bash disable=SC2034

# The first nats-server with JetStream API level 4: wildcard compare-and-set, atomic batches, schedules.
nats_server_minimum=2.14.0
# Built from their original tarballs; the stable suites have them too old or not at all.
caf_version=0.18.7
hdr_histogram_version=0.11.8

debian_packages=(
  g++ cmake ninja-build ccache pkg-config  # the tool chain
  clang clang-format clang-tidy python3    # style checks, fuzzing
  libclang-rt-14-dev                       # libFuzzer and sanitizers of that clang
  libnats-dev                              # nats.c: bridge/
  libflatbuffers-dev flatbuffers-compiler  # schemas/
  libboost1.81-dev                         # Beast: HTTP of the gateway and of the sandbox providers
  libsqlite3-dev                           # projection/: read models
  libcli11-dev libspdlog-dev libfmt-dev    # command lines, logs
  nlohmann-json3-dev                       # JSON of the tools and of the broker's control plane
  libexpected-dev                          # tl::expected, until the compiler has std::expected
  libgtest-dev libgmock-dev librapidcheck-dev # tests
  libbenchmark-dev                         # bench/micro
  zlib1g-dev libssl-dev                    # gateway/ (gzip, SHA-256), and wanted by the CMake packages above
  iproute2                                 # network namespaces: tests/chaos
  chromium fonts-dejavu-core               # the console in a browser: tests/browser
  curl ca-certificates git
)
