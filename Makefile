# mlrepl. `make demo` and `make test` install missing packages first (Debian).

CC ?= cc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
DESTDIR ?=
PKG_CONFIG ?= pkg-config

VERSION := 0.2.0
BUILD ?= build
PROGRAM ?= mlrepl

# ---- packages ---------------------------------------------------------------

PACKAGES := gcc libc6-dev pkg-config liblua5.4-dev libreadline-dev \
  libplplot-dev plplot-driver-cairo libcairo2-dev libopenblas-dev zlib1g-dev \
  r-mathlib liblinear-dev libcjson-dev fonts-dejavu-core libsdl2-dev \
  libmicrohttpd-dev libglpk-dev libpng-dev libsqlite3-dev libminizip-dev \
  libexpat1-dev libzmq3-dev libsodium-dev
TEST_PACKAGES := libcmocka-dev lua5.4 tmux procps xvfb xdotool curl
FUZZ_PACKAGES := clang libclang-rt-14-dev
LINT_PACKAGES := $(FUZZ_PACKAGES) clang-format clang-tidy lua-check universal-ctags
BENCH_PACKAGES := lua5.4 python3-numpy python3-sklearn python3-matplotlib

# ---- building ---------------------------------------------------------------

# `make V=1` prints the full commands.
V ?= 0
say_0 = @printf '  %-5s %s\n' $(1) $(2);
say_1 =
say = $(say_$(V))

STANDARD := -std=c11 -MMD -MP -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef

flags = $(shell $(PKG_CONFIG) --cflags $(1))
libs = $(shell $(PKG_CONFIG) --libs $(1))

# There is one include path. Includes carry the folder ("core/linalg/mat.h"), and
# tests/rules/edges lists the allowed includes. Each folder gets the flags of its
# own libraries only, so that core cannot include Lua.
FLAGS_sys = -DPREFIX='"$(PREFIX)"'
FLAGS_core = $(call flags,openblas libRmath)
FLAGS_lua = $(call flags,lua5.4 libcjson)
FLAGS_session = $(call flags,lua5.4)
FLAGS_module = $(call flags,lua5.4) -DPREFIX='"$(PREFIX)"'
FLAGS_repl = $(call flags,lua5.4)
FLAGS_kernel = $(call flags,lua5.4 libcjson)
FLAGS_main = $(call flags,lua5.4) -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"'
# GCC vectorizes the element loops only at -O3.
EXTRA_core := -O3
# These files may reorder sums (each says why) and use fused multiply-add.
REORDERED := linalg/kernel linalg/gram optim/quadratic_objective
$(REORDERED:%=$(BUILD)/core/%.o): EXTRA_core += -ffp-contract=fast -fassociative-math \
  -fno-signed-zeros -fno-trapping-math
# Without errno, rounding and square roots compile to single instructions.
$(BUILD)/core/linalg/vec.o $(BUILD)/core/linalg/vec_elements.o: \
  EXTRA_core += -fno-math-errno -fno-trapping-math
# Unrolled loops compute more elements at once.
VECTORIZED := elementary/vector_math elementary/vector_trig
$(VECTORIZED:%=$(BUILD)/core/%.o): EXTRA_core += -ffp-contract=fast \
  -fno-trapping-math -fno-math-errno -funroll-loops

LIBS_core = $(call libs,libRmath) -lm -ldl
LIBS = $(call libs,lua5.4 zlib libcjson libRmath) -lreadline -lm -ldl

objects = $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(1)/*.c src/$(1)/*/*.c))
SYS := $(call objects,sys)
CORE := $(call objects,core)
PLOT := $(filter-out $(BUILD)/plot/plplot/%,$(call objects,plot)) # a plug-in
LUA := $(call objects,lua)
SESSION := $(call objects,session)
MODULE := $(call objects,module)
REPL := $(call objects,repl)
KERNEL := $(call objects,kernel)
MAIN := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/*.c))

# The window is a separate program, looked up by name next to mlrepl. It is built
# only if SDL2 and libpng are installed.
VIEWER := $(if $(shell $(PKG_CONFIG) --exists sdl2 libpng && echo yes),$(PROGRAM)-viewer)
FLAGS_viewer = $(call flags,sdl2 libpng)

# A plug-in is a small shared object that is linked with a large library and
# loaded on first use (sys/plugin.h). Optional plug-ins are built only if their
# library is installed.
PLUGIN_NAMES := openblas plplot \
  $(shell $(PKG_CONFIG) --exists libmicrohttpd && echo microhttpd) \
  $(shell $(PKG_CONFIG) --exists sqlite3 && echo sqlite) \
  $(shell $(PKG_CONFIG) --exists ompi-c && echo mpi) \
  $(shell $(PKG_CONFIG) --exists minizip expat && echo xlsx) \
  $(shell $(PKG_CONFIG) --exists libzmq libsodium && echo zmq) \
  $(shell printf '\043include <glpk.h>' | $(CC) -E - >/dev/null 2>&1 && echo glpk)
PLUGINS := $(PLUGIN_NAMES:%=$(BUILD)/plugins/mlrepl-%.so)
FLAGS_plugin_openblas = $(call flags,openblas)
# It calls no function of the C library, but every shared object is to be linked with it.
LIBS_plugin_openblas = $(call libs,openblas) -Wl,--no-as-needed -lc
FLAGS_plugin_plplot = $(call flags,plplot cairo fontconfig)
LIBS_plugin_plplot = $(call libs,plplot cairo fontconfig) -lm
FLAGS_plugin_microhttpd = $(call flags,libmicrohttpd)
LIBS_plugin_microhttpd = $(call libs,libmicrohttpd)
LIBS_plugin_glpk = -lglpk
FLAGS_plugin_mpi = $(call flags,ompi-c)
LIBS_plugin_mpi = $(call libs,ompi-c)
FLAGS_plugin_sqlite = $(call flags,sqlite3)
LIBS_plugin_sqlite = $(call libs,sqlite3)
FLAGS_plugin_xlsx = $(call flags,minizip expat)
LIBS_plugin_xlsx = $(call libs,minizip expat)
FLAGS_plugin_zmq = $(call flags,libzmq libsodium)
LIBS_plugin_zmq = $(call libs,libzmq libsodium)

# For `require "mlrepl"` in lua5.4. The host has its own liblua, and code that
# was loaded must stay, because a signal handler may still refer to it.
LUA_MODULE := $(BUILD)/mlrepl.so

all: $(PROGRAM) $(VIEWER) $(PLUGINS) $(LUA_MODULE)

plugin = $(@:$(BUILD)/plugins/mlrepl-%.so=%)
link_plugin = $(call say,LINK,$@)$(compile) $(FLAGS_plugin_$(plugin)) $(LDFLAGS) \
  -fPIC -shared -MF $@.d -o $@ $(filter %.c,$^) $(LIBS_plugin_$(plugin))
# The one that draws with PLplot belongs to src/plot.
$(BUILD)/plugins/mlrepl-plplot.so: src/plot/plplot/plplot.c src/plot/plplot/fonts.c
	@mkdir -p $(@D)
	$(link_plugin)
# The one that connects processes is a folder of its own.
$(BUILD)/plugins/mlrepl-mpi.so: src/cluster/mpi.c
	@mkdir -p $(@D)
	$(link_plugin)
$(BUILD)/plugins/mlrepl-%.so: src/plugins/%.c
	@mkdir -p $(@D)
	$(link_plugin)
# The server of the page consists of several files.
$(BUILD)/plugins/mlrepl-microhttpd.so: $(wildcard src/plugins/http_*)
$(BUILD)/plugins/mlrepl-sqlite.so: $(wildcard src/plugins/csv_text.*)
$(BUILD)/plugins/mlrepl-xlsx.so: $(wildcard src/plugins/csv_text.* src/plugins/xlsx_*) \
  src/core/format/date_text.c src/core/calendar.c

$(PROGRAM)-viewer: $(call objects,viewer) $(BUILD)/sys/io.o $(BUILD)/plot/figure/symlog.o
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call libs,sdl2 libpng) -lm

$(PROGRAM): $(MAIN) $(REPL) $(KERNEL) $(SESSION) $(LUA) $(PLOT) $(CORE) $(SYS)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(LUA_MODULE): src/module/exports.map $(MODULE) $(SESSION) $(LUA) $(PLOT) $(CORE) $(SYS)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-z,nodelete \
	  -Wl,--version-script=src/module/exports.map -o $@ $(filter %.o,$^) \
	  $(call libs,zlib libcjson libRmath) -lm -ldl

# The openers of Lua names, found in the sources in the order of the layers; many
# files include the list, so it is only written anew when it has changed.
OPENERS_H := $(BUILD)/lua/base/openers.h
OPENER_FOLDERS := $(patsubst %,lua/%,base standard array linalg grad data metrics model diagnostics train cluster figure show) session \
  session/assist session/complete session/debug
OPENER_SOURCES := $(foreach folder,$(OPENER_FOLDERS),$(sort $(wildcard src/$(folder)/*.c)))
$(OPENERS_H): FORCE
	@mkdir -p $(@D)
	@awk -f src/lua/base/openers.awk $(OPENER_SOURCES) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
FORCE:

compile = $(CC) $(STANDARD) $(CFLAGS) -Isrc -I$(BUILD)
# The same objects make the program and the module of Lua.
POSITION := -fPIC -fvisibility=hidden
# Objects made with other flags are made anew.
FLAGS_FILE := $(BUILD)/flags
$(FLAGS_FILE): FORCE
	@mkdir -p $(@D)
	@echo '$(STANDARD) $(POSITION)' | cmp -s - $@ || echo '$(STANDARD) $(POSITION)' >$@
define layer
$$(BUILD)/$(1)/%.o: src/$(1)/%.c $(FLAGS_FILE) | $(OPENERS_H)
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)$$(compile) $$(POSITION) $$(EXTRA_$(1)) $$(FLAGS_$(1)) -c -o $$@ $$<
endef
$(foreach folder,sys core plot lua session repl kernel viewer module,$(eval $(call layer,$(folder))))

# These files name the folder of the installation.
PREFIX_FILE := $(BUILD)/prefix
$(PREFIX_FILE): FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
$(BUILD)/sys/plugin.o $(BUILD)/module/module.o $(BUILD)/main.o: $(PREFIX_FILE)

$(MAIN): $(BUILD)/%.o: src/%.c Makefile | $(OPENERS_H)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(compile) $(POSITION) $(FLAGS_main) -c -o $@ $<

include src/web/web.mk

# ---- dependencies, demo, tests ----------------------------------------------

# $(call need,PACKAGES,PURPOSE) installs the packages that are missing.
define need
@missing=; for p in $(1); do \
  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || \
  missing="$$missing $$p"; done; \
[ -z "$$missing" ] && exit 0; \
echo "Packages missing ($(2)):$$missing"; \
command -v apt-get >/dev/null || \
  { echo "apt-get not found: install the equivalent packages by hand."; \
    exit 1; }; \
if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
echo "Installing with: $$sudo apt-get install --no-install-recommends"; \
$$sudo apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
  $$sudo apt-get -qq -y install --no-install-recommends $$missing \
  >/dev/null || { echo "apt-get failed to install:$$missing"; exit 1; }
endef

deps:
	$(call need,$(PACKAGES),needed to build and run)

test-deps: deps
	$(call need,$(TEST_PACKAGES),needed for the tests)

# A recursive make, because pkg-config must be installed before the rules are read.
BUILD_ALL = @$(MAKE) --no-print-directory $(if $(filter 0,$(V)),-s) \
  -j$(shell nproc)

demo: deps
	$(BUILD_ALL) all
	./$(PROGRAM) examples/breast_cancer.lua

test: test-deps
	$(BUILD_ALL) all tests
	$(if $(and $(filter build,$(BUILD)),$(CAN_FUZZ)),$(BUILD_FUZZERS))
	@sh tests/run ./$(PROGRAM) $(BUILD) "" $(if $(filter build,$(BUILD)),build-fuzz)

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -fno-omit-frame-pointer
sanitize: test-deps
	@MLREPL_PATIENCE=120 ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=8 LSAN_OPTIONS=print_suppressions=0:suppressions=$(CURDIR)/tests/leaks \
	  $(MAKE) --no-print-directory test BUILD=build-sanitize \
	  PROGRAM=build-sanitize/mlrepl CFLAGS="-O1 -g $(SANITIZE)"

FLAGS_test = $(FLAGS_core) $(FLAGS_lua) -Itests/core
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(foreach layer,core plot lua session repl kernel,$(wildcard tests/$(layer)/*.c)))
tests: $(TESTS)

define test_program
$$(BUILD)/tests/$(1)/%: tests/$(1)/%.c $(2)
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)$$(compile) $$(FLAGS_test) -MF $$@.d -o $$@ $$< $(2) -lcmocka $(3)
endef
$(eval $(call test_program,core,$$(CORE) $$(SYS),$$(LIBS_core)))
$(eval $(call test_program,plot,$$(PLOT) $$(CORE) $$(SYS),$$(LIBS)))
$(eval $(call test_program,lua,$$(REPL) $$(SESSION) $$(LUA) $$(PLOT) $$(CORE) $$(SYS),$$(LIBS)))
$(eval $(call test_program,session,$$(SESSION) $$(LUA) $$(PLOT) $$(CORE) $$(SYS),$$(LIBS)))
# interrupt.c sends a signal at calls of these Lua functions.
STEPS := lua_settop lua_pcallk lua_sethook lua_pushstring lua_pushcclosure \
  lua_rawgeti lua_rawlen lua_getfield lua_toboolean lua_tolstring lua_gettop
$(eval $(call test_program,repl,$$(REPL) $$(SESSION) $$(LUA) $$(PLOT) $$(CORE) $$(SYS),\
  $$(LIBS) $$(if $$(filter %/interrupt,$$@),$$(STEPS:%=-Wl,--wrap=%))))

# Its memory.c makes allocations of the program fail.
ALLOCATIONS := malloc calloc realloc strdup
$(eval $(call test_program,kernel,$$(KERNEL) $$(SESSION) $$(LUA) $$(PLOT) $$(CORE) $$(SYS),\
  $$(LIBS) $$(ALLOCATIONS:%=-Wl,--wrap=%)))

# ---- fuzzing ------------------------------------------------------------------

# Each file of tests/fuzz is a target of clang's libFuzzer; fuzz.c is shared.
FUZZ := -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(filter-out %/fuzz.c,$(wildcard tests/fuzz/*.c)))
fuzzers: $(FUZZERS) $(PLUGINS)
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.c $(SESSION) $(LUA) $(PLOT) $(CORE) $(SYS)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(compile) $(FLAGS_test) -Itests/fuzz -fsanitize=fuzzer \
	  -MF $@.d -o $@ $(filter %.c %.o,$^) $(LIBS)

BUILD_FUZZERS = @$(MAKE) --no-print-directory -s -j$(shell nproc) fuzzers \
  BUILD=build-fuzz CC="$(FUZZ_CC)" CFLAGS="-O1 -g $(FUZZ)" EXTRA_core= EXTRA_linalg=-fno-sanitize=all
FUZZ_CC ?= clang

# The unrolled loops would take clang minutes, and no input reaches them as bytes.
$(BUILD)/core/linalg/%.o: FLAGS_core += $(EXTRA_linalg)

# Five minutes for each target. `make test` runs each for a few seconds if clang
# and its runtime are installed.
fuzz: deps
	$(call need,$(FUZZ_PACKAGES),to look for inputs that crash)
	$(BUILD_FUZZERS)
	@sh tests/fuzz/run build-fuzz 300

CAN_FUZZ = $(shell printf 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
  clang -x c - -fsanitize=fuzzer,address -o /dev/null 2>/dev/null && echo yes)

# ---- other targets ------------------------------------------------------------

bench:
	$(call need,$(PACKAGES) $(BENCH_PACKAGES),needed for the benchmarks)
	$(BUILD_ALL) all
	@sh tests/bench/run ./$(PROGRAM)

lint:
	$(call need,$(PACKAGES) $(LINT_PACKAGES),to check the code)
	@sh tests/lint

# For clang-tidy: the flags of all layers together.
print-flags: $(OPENERS_H)
	@echo -Isrc -I$(BUILD) $(filter-out -MMD -MP,$(STANDARD)) $(call flags,openblas libRmath lua5.4 libcjson plplot cairo fontconfig sdl2 libpng \
	  libmicrohttpd libzmq libsodium) $(if $(filter mpi,$(PLUGIN_NAMES)),$(FLAGS_plugin_mpi)) -DVERSION='\"\"' -DPREFIX='\"\"'

# The share of lines that the tests run, per folder. A failing test is no obstacle.
coverage: test-deps
	@$(MAKE) --no-print-directory test BUILD=build-coverage \
	  PROGRAM=build-coverage/mlrepl CFLAGS="-O1 -g --coverage" || true
	@sh tests/coverage build-coverage

# Where lua5.4 looks for modules.
INSTALL_LMOD ?= $(PREFIX)/share/lua/5.4
INSTALL_CMOD ?= $(PREFIX)/lib/lua/5.4
# Where zsh looks for completions; Debian's own packages have a folder of theirs.
INSTALL_ZSH ?= $(PREFIX)/share/zsh/site-functions
MAN := $(PREFIX)/share/man/man1
# Files that the program itself writes, and where they belong.
WRITTEN = man:$(MAN)/mlrepl.1 \
  bash:$(PREFIX)/share/bash-completion/completions/mlrepl \
  zsh:$(INSTALL_ZSH)/_mlrepl \
  fish:$(PREFIX)/share/fish/vendor_completions.d/mlrepl.fish \
  lua:$(PREFIX)/share/mlrepl/annotations/mlrepl.lua
DESKTOP = $(DESTDIR)$(PREFIX)/share/applications/mlrepl.desktop
ICON = $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/mlrepl.svg
RUN = MLREPL_PATH=lib MLREPL_PLUGINS=$(BUILD)/plugins $(abspath $(PROGRAM)) -E

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/mlrepl
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/mlrepl
	[ -z "$(VIEWER)" ] || \
	  install -m 755 $(VIEWER) $(DESTDIR)$(PREFIX)/bin/mlrepl-viewer
	install -d $(DESTDIR)$(PREFIX)/lib/mlrepl
	[ -z "$(PLUGINS)" ] || \
	  install -m 644 $(PLUGINS) $(DESTDIR)$(PREFIX)/lib/mlrepl
	cp -R lib/CHANGES.md lib/data lib/mlrepl lib/page scripts examples \
	  $(DESTDIR)$(PREFIX)/share/mlrepl
	install -d $(DESTDIR)$(INSTALL_LMOD) $(DESTDIR)$(INSTALL_CMOD)
	install -m 644 lib/mlrepl.lua $(DESTDIR)$(INSTALL_LMOD)
	install -m 644 $(LUA_MODULE) $(DESTDIR)$(INSTALL_CMOD)
	set -e; for pair in $(WRITTEN); do to=$(DESTDIR)$${pair#*:}; \
	  install -d $$(dirname $$to); \
	  $(RUN) --manual=$${pair%%:*} >$$to; done
	echo ".so man1/mlrepl.1" >$(DESTDIR)$(MAN)/mlrepl-viewer.1
	install -d $(dir $(DESKTOP) $(ICON))
	install -m 644 lib/package/mlrepl.desktop $(DESKTOP)
	$(RUN) --plot=none lib/package/icon.lua $(ICON)
	DESTDIR='$(DESTDIR)' $(RUN) --install-kernel $(DESTDIR)$(PREFIX)
	[ ! -f $(WEB)/index.html ] || \
	  install -D -m 644 $(WEB)/index.html $(DESTDIR)$(PREFIX)/share/mlrepl/web/index.html

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/mlrepl $(DESTDIR)$(PREFIX)/bin/mlrepl-viewer
	rm -rf $(DESTDIR)$(PREFIX)/share/mlrepl $(DESTDIR)$(PREFIX)/lib/mlrepl
	rm -f $(DESTDIR)$(INSTALL_LMOD)/mlrepl.lua $(DESTDIR)$(INSTALL_CMOD)/mlrepl.so
	rm -f $(foreach pair,$(WRITTEN),$(DESTDIR)$(lastword $(subst :, ,$(pair)))) \
	  $(DESTDIR)$(MAN)/mlrepl-viewer.1 $(DESKTOP) $(ICON)
	rm -rf $(DESTDIR)$(PREFIX)/share/jupyter/kernels/mlrepl

# A Debian package, from a build of its own, because the program knows its prefix.
DEB := $(BUILD)/deb
deb: deps
	$(call need,dpkg-dev,needed to make a package)
	@rm -rf $(DEB)/root
	@$(MAKE) --no-print-directory -s -j$(shell nproc) install BUILD=$(DEB) \
	  PROGRAM=$(DEB)/mlrepl PREFIX=/usr DESTDIR=$(DEB)/root \
	  INSTALL_ZSH=/usr/share/zsh/vendor-completions \
	  INSTALL_CMOD=/usr/lib/$$(dpkg-architecture -qDEB_HOST_MULTIARCH)/lua/5.4
	@sh lib/package/deb $(DEB)/root $(VERSION) $(BUILD)/mlrepl_$(VERSION)-1_$$(dpkg --print-architecture).deb

clean:
	rm -rf build build-* mlrepl mlrepl-viewer figures

.DELETE_ON_ERROR:
.PHONY: FORCE fuzz fuzzers all print-flags coverage deps test-deps demo test tests sanitize bench lint install deb \
  uninstall clean
-include $(shell find $(BUILD) -name '*.d' -type f 2>/dev/null)
