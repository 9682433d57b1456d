# Functions shared by the install tests, which source this file. tests/install/CMakeLists.txt sets NPS_SOURCE, NPS_BUILD,
# NPS_STAGE, NPS_RELEASE, NPS_LIBDIR, NPS_VERSION, CC, CXX, READELF and CMAKE.
# SPDX-License-Identifier: MIT
set -euo pipefail

# No environment variable of the caller may help a consumer to find libnps.
unset DESTDIR CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH LD_LIBRARY_PATH PKG_CONFIG_PATH \
    PKG_CONFIG_SYSROOT_DIR CMAKE_PREFIX_PATH CMAKE_INSTALL_MODE CFLAGS CXXFLAGS LDFLAGS nps_DIR

here=$NPS_SOURCE/tests/install
strict=(-Wall -Wextra -Wpedantic -Werror)

# The score interval of 5, 3, 2 is table T32 of the reference figures.
expected="libnps $NPS_VERSION: NPS 30.000, 95 % interval -21.659220 to 67.527789"

fail()
{
    echo "FAILED: $*" >&2
    exit 1
}

# quietly COMMAND...: shows the output of a command only when it fails.
quietly()
{
    local output
    output=$("$@" 2>&1) || fail "$*"$'\n'"$output"
}

# pkg_config_only DIRECTORY: lets pkg-config search this directory only.
pkg_config_only()
{
    export PKG_CONFIG_LIBDIR=$1
    pkg-config --exists --print-errors libnps
}

# check_output COMMAND...: checks that the consumer runs and prints the expected figures.
check_output()
{
    local output
    output=$("$@") || fail "$* ended with status $?"
    echo "$output"
    [ "$output" = "$expected" ] || fail "$*: expected \"$expected\""
}

# check_fails PHRASE COMMAND...: checks that the command fails with a message that contains the phrase.
check_fails()
{
    local phrase=$1 output
    shift
    if output=$(LC_ALL=C "$@" 2>&1); then
        fail "this should have failed (is a libnps installed on this system?): $*"
    fi
    grep -qF -- "$phrase" <<<"$output" || fail "$* failed without saying \"$phrase\", but:"$'\n'"$output"
}

# build_and_check_shared OUTPUT: compiles the consumer with the flags of pkg-config, and runs it.
build_and_check_shared()
{
    local flags
    flags=$(pkg-config --cflags --libs libnps)
    # shellcheck disable=SC2086 # several flags
    "$CC" -std=c11 "${strict[@]}" "$here/consumer.c" -o "$1" $flags
    LD_LIBRARY_PATH=$(pkg-config --variable=libdir libnps) check_output "$1"
}

# needed_libraries PROGRAM: prints the shared libraries that the program needs.
needed_libraries()
{
    LC_ALL=C "$READELF" -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

# install_release OPTION...: configures the release build anew, which compiles nothing again, and installs it. An option
# that a test of it does not name has its usual value.
install_release()
{
    quietly "$CMAKE" -S "$NPS_SOURCE" -B "$NPS_RELEASE" '-UCMAKE_INSTALL_*' -UBUILD_SHARED_LIBS "$@"
    quietly "$CMAKE" --build "$NPS_RELEASE" --parallel 2
    quietly "$CMAKE" --install "$NPS_RELEASE"
}

# build_cmake_consumer PROJECT OPTION...: configures and builds PROJECT beside this file into the directory PROJECT.
build_cmake_consumer()
{
    local project=$1
    shift
    quietly "$CMAKE" -S "$here/$project" -B "$project" -DCMAKE_C_COMPILER="$CC" "$@"
    quietly "$CMAKE" --build "$project" --parallel 2
}

# check_find_package OPTION...: checks that the consumers find the package with these options, build and run.
check_find_package()
{
    build_cmake_consumer find_package -DCMAKE_CXX_COMPILER="$CXX" -DNPS_WANTED="$NPS_VERSION" "$@"
    local program
    for program in consumer consumer_static consumer_cpp; do
        check_output "find_package/$program"
    done
}
