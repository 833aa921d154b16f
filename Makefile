# reader: build, test and install. `make help` lists the targets.

VERSION = 0.1.0
PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man

PROFILE ?= release
BUILD = build/$(PROFILE)
PKG_CONFIG ?= pkg-config

PACKAGES = ncursesw yaml-0.1 gumbo md4c-html
TEST_PACKAGES = cmocka vterm

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wformat=2 -Wvla
CFLAGS_release = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_debug = -O0 -g
CFLAGS_asan = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined
LDFLAGS_asan = -fsanitize=address,undefined

ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Isrc \
	-DREADER_VERSION='"$(VERSION)"' $(WARNINGS) $(CFLAGS_$(PROFILE)) $(CFLAGS) \
	$$($(PKG_CONFIG) --cflags $(PACKAGES)) -pthread
ALL_LDFLAGS = $(LDFLAGS_$(PROFILE)) $(LDFLAGS) -pthread
LIBS = $$($(PKG_CONFIG) --libs $(PACKAGES)) -lunistring

# Lowest first; `make layers` holds them to that order.
ROOMS = base conf archive document layout catalogue keymap app tui cli
SOURCES := $(sort $(wildcard $(ROOMS:%=src/%/*.c)))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/keymaps.o
MAIN := $(BUILD)/main.o
LIBRARY := $(BUILD)/libreader.a
KEYMAPS := $(sort $(wildcard keymaps/*.yaml))

UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.c))
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)
SCREEN_SOURCES := $(sort $(wildcard tests/screen/*_test.c))
SCREEN_TESTS := $(SCREEN_SOURCES:tests/screen/%.c=$(BUILD)/tests/%)

Q = @
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all
all: reader

reader: $(BUILD)/reader
	$(Q)ln -sf $< $@

$(BUILD)/reader: $(MAIN) $(LIBRARY)
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(MAIN) $(LIBRARY) $(ALL_LDFLAGS) $(LIBS)

$(LIBRARY): $(OBJECTS)
	$(Q)rm -f $@ && $(AR) rcs $@ $(OBJECTS)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The shipped key maps, as bytes in the program: it works before it is installed.
$(BUILD)/keymaps.c: $(KEYMAPS) Makefile
	@mkdir -p $(@D)
	@echo "  GEN   $@"
	$(Q){ echo '#include "app/shipped_keymaps.h"'; \
	for map in $(KEYMAPS); do \
		name=$$(basename $$map .yaml); \
		echo "static const char $${name}_yaml[] = {"; \
		od -An -v -td1 $$map | sed 's/\(-\{0,1\}[0-9]\{1,\}\)/\1,/g'; echo '0};'; \
	done; \
	echo 'const struct shipped_keymap shipped_keymaps[] = {'; \
	for map in $(KEYMAPS); do \
		name=$$(basename $$map .yaml); \
		echo "{\"$$name\", $${name}_yaml, sizeof($${name}_yaml) - 1},"; \
	done; \
	echo '{NULL, NULL, 0}};'; } > $@

$(BUILD)/keymaps.o: $(BUILD)/keymaps.c
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS) \
		$$($(PKG_CONFIG) --libs cmocka)

-include $(OBJECTS:.o=.d) $(MAIN:.o=.d) $(wildcard $(BUILD)/tests/*.d)
