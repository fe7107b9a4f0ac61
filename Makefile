# mlrepl. `make demo` and `make test` need nothing but a Debian machine.

CC ?= cc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
PROGRAM ?= mlrepl

VERSION := 0.1.0
PKG_CONFIG ?= pkg-config

# What it stands on: Debian packages, and how each is seen to be there.
PACKAGES := gcc libc6-dev make pkg-config liblua5.4-dev libreadline-dev \
  libplplot-dev plplot-driver-cairo libopenblas-dev fonts-dejavu-core
TEST_PACKAGES := libcmocka-dev lua5.4 tmux valgrind

STANDARD := -std=c11 -MMD -MP -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef
# GCC vectorises the element loops only from -O3 on.
KERNELS := -O3

flags = $(shell $(PKG_CONFIG) --cflags $(1))
libs = $(shell $(PKG_CONFIG) --libs $(1))

# Each folder sees only the folders below it and the libraries it is about.
INCLUDES_core = $(call flags,openblas)
INCLUDES_plot = -Isrc/core $(call flags,plplot)
INCLUDES_prim = -Isrc/core -Isrc/plot $(call flags,lua5.4)
INCLUDES_repl = -Isrc/prim -Isrc/core $(call flags,lua5.4)
INCLUDES_main = -Isrc/repl -Isrc/prim -Isrc/core $(call flags,lua5.4) \
  -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"'

LIBS = $(call libs,plplot openblas lua5.4) -lreadline -lm

objects = $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(1)/*.c))
CORE := $(call objects,core)
LAYERS := $(CORE) $(call objects,plot) $(call objects,prim) \
  $(call objects,repl) $(BUILD)/interrupt.o

all: $(PROGRAM)

$(PROGRAM): $(LAYERS) $(BUILD)/main.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

define layer
$$(BUILD)/$(1)/%.o: src/$(1)/%.c | $$(BUILD)/$(1)
	$$(CC) $$(STANDARD) $$(CFLAGS) $$(KERNELS_$(1)) $$(INCLUDES_$(1)) -c -o $$@ $$<
$$(BUILD)/$(1):
	mkdir -p $$@
endef
KERNELS_core := $(KERNELS)
$(foreach folder,core plot prim repl,$(eval $(call layer,$(folder))))

$(BUILD)/%.o: src/%.c
	@mkdir -p $(BUILD)
	$(CC) $(STANDARD) $(CFLAGS) $(INCLUDES_main) -c -o $@ $<

clean:
	rm -rf build build-* mlrepl

.PHONY: all clean
-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)
