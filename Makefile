# A thin front door to the CMake presets, for a fresh Debian 12 or 13 with git and make.

# The Python that the binding is built for; Debian's own, whatever else is first on PATH.
PYTHON ?= /usr/bin/python3
export PYTHON

.PHONY: help demo check check-slow fuzz check-integrations amalgamation wheels speed coverage docs site abi format clean

help:
	@echo "make demo                build, install into build/stage, and report on a real survey in C and in Python"
	@echo "make check               build and run every test that Debian's packages can run"
	@echo "make check-slow          what takes minutes: brute force, fuzzing, static analysis, valgrind"
	@echo "make fuzz                run every fuzzer for a minute (SECONDS=600: ten) with inputs that nobody has tried"
	@echo "make check-integrations  test 'pip install .' and what comes from PyPI, in a virtual environment"
	@echo "make amalgamation        write the library as two files, nps.c and nps.h (PREFIX=acme_: under other names)"
	@echo "make wheels              write the wheels for x86-64 and aarch64, into build/wheels/dist and build/sqlite-wheels/dist; needs PyPI"
	@echo "make speed               measure speed, beside what comes from PyPI, and write the tables of docs/speed.md"
	@echo "make coverage            measure every promise again and write docs/which_interval.md; 20 minutes"
	@echo "make docs                reference documentation of the C headers, in build/dev/docs"
	@echo "make site                the whole documentation as a site, in build/site/html; needs PyPI"
	@echo "make abi                 record the ABI that the next version is compared with: part of a release"
	@echo "make format              write C and C++ as clang-format 19 does"
	@echo "make clean               remove build/"
	@echo "Or use CMake directly: cmake --list-presets"

demo:
	@.ci/needs demo
	@.ci/demo

check:
	@.ci/needs demo check
	@.ci/check

check-slow:
	@.ci/needs demo check slow
	@.ci/check slow dev-valgrind clang-long asan-long

fuzz:
	@.ci/needs demo check
	@.ci/fuzz $(or $(SECONDS),60)

check-integrations:
	@.ci/needs demo integrations
	@tests/integrations/run

amalgamation:
	@.ci/amalgamate build/amalgamation --prefix "$(PREFIX)"
	@echo "Written: build/amalgamation/nps.c and build/amalgamation/nps.h"

wheels:
	@.ci/needs demo integrations
	@bindings/python/wheels/build
	@bindings/sqlite/wheel/build

speed:
	@.ci/needs demo
	@benchmarks/write_speed

docs:
	@.ci/needs demo check
	@cmake --preset dev -DPython_EXECUTABLE=$(PYTHON) >/dev/null
	@cmake --build --preset dev --target docs

site:
	@.ci/needs demo check integrations
	@docs/site/build

coverage:
	@.ci/needs demo
	@cmake --preset release -DPython_EXECUTABLE=$(PYTHON) >/dev/null
	@cmake --build --preset release
	@benchmarks/measure_coverage build/release/benchmarks

abi:
	@.ci/needs demo check
	@.ci/build dev
	@tests/abi/write . build/dev/lib/libnps.so

format:
	@.ci/needs demo check
	@find include lib tests benchmarks docs bindings -name '*.[ch]' -o -name '*.cpp' | xargs clang-format-19 -i

clean:
	rm -rf build
