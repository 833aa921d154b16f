# reader: build, test and install. `make help` lists the targets.

VERSION = 0.1.0
PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
LOCALEDIR = $(PREFIX)/share/locale
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d

PROFILE ?= release
BUILD = build/$(PROFILE)
PKG_CONFIG ?= pkg-config

PACKAGES = ncursesw yaml-0.1 gumbo sqlite3 zlib
TEST_PACKAGES = cmocka vterm

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wformat=2 -Wvla
CFLAGS_release = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_debug = -O0 -g
CFLAGS_asan = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined
LDFLAGS_asan = -fsanitize=address,undefined
CFLAGS_tsan = -O1 -g -fno-omit-frame-pointer -fsanitize=thread
LDFLAGS_tsan = -fsanitize=thread
CFLAGS_fuzz = -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined
LDFLAGS_fuzz = -fsanitize=address,undefined

ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Isrc \
	-DREADER_VERSION='"$(VERSION)"' $(WARNINGS) $(CFLAGS_$(PROFILE)) $(CFLAGS) \
	$$($(PKG_CONFIG) --cflags-only-I $(PACKAGES)) -pthread
ALL_LDFLAGS = $(LDFLAGS_$(PROFILE)) $(LDFLAGS) -pthread
LIBS = $$($(PKG_CONFIG) --libs $(PACKAGES)) -lunistring

# Lowest first; `make layers` holds them to that order.
ROOMS = base conf store archive markdown document state layout catalogue fulltext keymap view settings marks query \
	article library search cli model panes app tui
SOURCES := $(sort $(wildcard $(ROOMS:%=src/%/*.c)))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/keymaps.o
MAIN := $(BUILD)/main.o
LIBRARY := $(BUILD)/libreader.a
KEYMAPS := $(sort $(wildcard keymaps/*.yaml))
LANGUAGES := $(sort $(basename $(notdir $(wildcard src/po/*.po))))
CATALOGUES := $(LANGUAGES:%=$(BUILD)/locale/%/LC_MESSAGES/reader.mo)

UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.c))
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)
SCREEN_SOURCES := $(sort $(wildcard tests/screen/*_test.c))
SCREEN_TESTS := $(SCREEN_SOURCES:tests/screen/%.c=$(BUILD)/tests/%)
SCRIPT_TESTS := $(sort $(wildcard tests/*/*_test.sh))

Q = @
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all
all: reader

reader: $(BUILD)/reader $(CATALOGUES)
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

# The languages' names; the file is as old as the last change of them.
$(BUILD)/base/language.o: ALL_CFLAGS += -DREADER_LANGUAGES='$(LANGUAGES:%="%",)'
$(BUILD)/base/language.o: $(BUILD)/languages
$(BUILD)/languages: $(wildcard src/po/*.po)
	@mkdir -p $(@D)
	$(Q)echo '$(LANGUAGES)' | cmp -s - $@ || echo '$(LANGUAGES)' >$@

$(BUILD)/locale/%/LC_MESSAGES/reader.mo: src/po/%.po
	@mkdir -p $(@D)
	@echo "  MO    $@"
	$(Q)msgfmt -c -o $@ $<

# The shipped key maps, as bytes in the program: it works before it is installed.
$(BUILD)/keymaps.c: $(KEYMAPS) Makefile
	@mkdir -p $(@D)
	@echo "  GEN   $@"
	$(Q){ echo '#include "settings/shipped_keymaps.h"'; \
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

# --- Tests ---------------------------------------------------------------

$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS) \
		$$($(PKG_CONFIG) --libs cmocka)

$(BUILD)/tests/%: tests/screen/%.c tests/screen/harness.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $< tests/screen/harness.c $(LIBRARY) \
		$(ALL_LDFLAGS) $(LIBS) $$($(PKG_CONFIG) --libs $(TEST_PACKAGES))

.PHONY: run test check asan tsan golden
run: deps
	$(Q)$(MAKE) --no-print-directory reader
	./reader tests/archives/sample

test: deps
	$(Q)$(MAKE) --no-print-directory check

check: reader layers $(UNIT_TESTS) $(SCREEN_TESTS)
	$(Q)READER=$(BUILD)/reader tests/run.sh $(BUILD)/tests/log \
		$(UNIT_TESTS) $(SCREEN_TESTS) $(SCRIPT_TESTS)

# The suite SOAK_ROUNDS times, on a busy machine.
SOAK_ROUNDS ?= 20
.PHONY: soak
soak: reader $(UNIT_TESTS) $(SCREEN_TESTS)
	$(Q)READER=$(BUILD)/reader tests/soak.sh $(SOAK_ROUNDS) $(BUILD)/tests/log \
		$(UNIT_TESTS) $(SCREEN_TESTS) $(SCRIPT_TESTS)

asan:
	$(Q)ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 \
		$(MAKE) --no-print-directory PROFILE=asan check

# Without those that take longest under ThreadSanitizer and start no thread that others do not start.
TSAN_SKIPPED = catalogue_writer document_hostile fulltext layout layout_bounds liquid memory nesting
TSAN_TESTS := $(filter-out $(TSAN_SKIPPED:%=$(BUILD)/tests/%_test),$(UNIT_TESTS) $(SCREEN_TESTS))
tsan:
	$(Q)TSAN_OPTIONS=halt_on_error=1 $(MAKE) --no-print-directory PROFILE=tsan tsan-check

.PHONY: tsan-check
tsan-check: reader $(TSAN_TESTS)
	@echo "  SKIP  $(TSAN_SKIPPED): slow, and no threads of their own"
	$(Q)READER=$(BUILD)/reader tests/run.sh $(BUILD)/tests/log $(TSAN_TESTS) \
		$(filter tests/screen/%,$(SCRIPT_TESTS))

golden: $(BUILD)/tests/golden_test
	GOLDEN_UPDATE=1 $(BUILD)/tests/golden_test
	git --no-pager diff --stat tests/golden

# Inputs that nobody would write, for FUZZ_SECONDS each; what is found stays in build/fuzz.
FUZZ_SECONDS ?= 60
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/*_fuzz.c))
FUZZERS := $(FUZZ_SOURCES:tests/fuzz/%_fuzz.c=%)
.PHONY: fuzz
fuzz:
	$(Q)$(MAKE) --no-print-directory CC=clang PROFILE=fuzz fuzz-run

$(BUILD)/%_fuzz: tests/fuzz/%_fuzz.c $(LIBRARY)
	@echo "  FUZZ  $<"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS)

.PHONY: fuzz-run
fuzz-run: $(FUZZERS:%=$(BUILD)/%_fuzz)
	$(Q)for target in $(FUZZERS); do \
		mkdir -p $(BUILD)/found/$$target; \
		echo "  FUZZ  $$target for $(FUZZ_SECONDS) s"; \
		$(BUILD)/$${target}_fuzz -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 \
			-max_len=65536 -print_final_stats=1 -verbosity=0 \
			-artifact_prefix=$(BUILD)/found/$$target- \
			$(BUILD)/found/$$target tests/fuzz/corpus/$$target || exit 1; \
	done

# Hostile patterns at four sizes: time, memory and output grow with the input and no faster.
# And a writer of the state, killed STATE_KILLS times at random moments: minutes.
TORTURE_PATTERNS ?=
STATE_KILLS ?= 1000
.PHONY: torture
torture: reader $(BUILD)/torture $(BUILD)/tests/state_kill_test
	$(Q)$(BUILD)/torture $(BUILD)/reader $(TORTURE_PATTERNS)
	$(Q)STATE_KILLS=$(STATE_KILLS) $(BUILD)/tests/state_kill_test

$(BUILD)/torture: tests/torture/torture.c tests/torture/patterns.def Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -D_DEFAULT_SOURCE -o $@ $<

# Posts against kramdown's own HTML, where ruby has it: minutes, for thousands of posts.
COMPARE_ARCHIVES ?= $(wildcard ../shared/archives/*)
.PHONY: compare
compare: $(BUILD)/compare
	$(Q)COMPARE=$(BUILD)/compare tests/compare/compare.sh $(or $(COMPARE_ARCHIVES),../shared/archives)

$(BUILD)/compare: tests/compare/compare.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS)

# Figures, not tests: they depend on the machine.
BENCH_POSTS ?= 100000
.PHONY: bench
bench: reader $(BUILD)/generate $(BUILD)/gumbo_parse $(BUILD)/search_bench $(BUILD)/screen \
		$(BUILD)/markdown_bench $(BUILD)/marks_bench
	$(Q)READER=$(BUILD)/reader GENERATE=$(BUILD)/generate SCREEN=$(BUILD)/screen \
		MARKS=$(BUILD)/marks_bench tests/bench/budgets.sh $(BENCH_POSTS)
	$(Q)for posts in $(BENCH_POSTS); do \
		SEARCH=$(BUILD)/search_bench tests/bench/search.sh $$posts || exit 1; done
	$(Q)READER=$(BUILD)/reader GENERATE=$(BUILD)/generate GUMBO=$(BUILD)/gumbo_parse \
		MARKDOWN=$(BUILD)/markdown_bench tests/bench/typeset.sh

$(BUILD)/search_bench $(BUILD)/marks_bench: $(BUILD)/%_bench: tests/bench/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS)

$(BUILD)/generate: tests/bench/generate.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $<

$(BUILD)/screen: tests/bench/screen.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $<

# md4c is measured beside where it is installed; nothing else has to do with it.
$(BUILD)/markdown_bench: tests/bench/markdown.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(Q)md4c=; $(PKG_CONFIG) --exists md4c-html 2>/dev/null && \
		md4c="-DHAS_MD4C $$($(PKG_CONFIG) --cflags --libs md4c-html)"; \
	$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(ALL_LDFLAGS) $(LIBS) $$md4c

$(BUILD)/gumbo_parse: tests/bench/gumbo_parse.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $$($(PKG_CONFIG) --libs gumbo)

# --- Checks of the source ------------------------------------------------

.PHONY: layers tidy format format-check
layers: $(OBJECTS) $(MAIN)
	$(Q)tests/layers.sh $(BUILD) $(OBJECTS) $(MAIN)

C_FILES = $(SOURCES) src/main.c $(wildcard src/*/*.h tests/*/*.c tests/*/*.h)
tidy:
	@mkdir -p build
	$(Q)printf '%s\n' $(SOURCES) src/main.c | xargs -P 2 -n 4 sh -c \
		'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- -std=c11 -Isrc \
		-D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -DREADER_VERSION=\"\" -DREADER_LANGUAGES= 2>&1 | \
		{ grep -v "warnings* generated\|Suppressed\|Use -header-filter" || :; } > build/tidy.$$$$; \
		grep -q . build/tidy.$$$$ && { cat build/tidy.$$$$; exit 1; } || rm -f build/tidy.$$$$' tidy

format:
	$(Q)clang-format -i $(C_FILES)

format-check:
	$(Q)clang-format --dry-run --Werror $(C_FILES)

# --- Translations ---------------------------------------------------------

# What is marked by _(), N_() and ngettext(), and each language's file brought up to that. Files that
# others may know come in their order, without dates and lines: two people's changes merge.
.PHONY: pot po
pot: build/reader.pot
build/reader.pot: $(SOURCES) src/main.c $(wildcard src/*/*.def)
	@mkdir -p $(@D)
	$(Q)xgettext --language=C --from-code=UTF-8 --keyword --keyword=_ --keyword=N_ \
		--keyword=ngettext:1,2 --add-location=file --no-wrap --package-name=reader -o - $^ | \
		sed '/^"POT-Creation-Date/d' >$@

po: build/reader.pot
	$(Q)for language in $(LANGUAGES); do \
		msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching \
			src/po/$$language.po $< && \
		msgattrib --no-obsolete --no-wrap -o src/po/$$language.po src/po/$$language.po && \
		msgfmt -c --statistics -o /dev/null src/po/$$language.po || exit 1; \
	done

# --- What the system must have -------------------------------------------

# Package names by package manager: to build, then to test. pkg-config answers for the libraries.
APT_PACKAGES = pkg-config gettext libncurses-dev libyaml-dev libgumbo-dev \
	libsqlite3-dev zlib1g-dev libunistring-dev tzdata libcmocka-dev libvterm-dev tmux mandoc \
	unicode-data
DNF_PACKAGES = pkgconf-pkg-config gettext ncurses-devel libyaml-devel gumbo-parser-devel sqlite-devel \
	zlib-devel libunistring-devel tzdata libcmocka-devel libvterm-devel tmux mandoc
PACMAN_PACKAGES = pkgconf gettext ncurses libyaml gumbo-parser sqlite zlib libunistring tzdata cmocka \
	libvterm tmux mandoc
APK_PACKAGES = pkgconf gettext ncurses-dev yaml-dev gumbo-parser-dev sqlite-dev zlib-dev \
	libunistring-dev tzdata cmocka-dev libvterm-dev tmux mandoc
BREW_PACKAGES = pkg-config gettext ncurses libyaml gumbo-parser sqlite zlib libunistring cmocka libvterm \
	tmux mandoc

.PHONY: deps deps-are-here
deps:
	$(Q)$(MAKE) -s --no-print-directory deps-are-here 2>/dev/null || { \
		as_root=; [ "$$(id -u)" -eq 0 ] || as_root=sudo; \
		if command -v apt-get >/dev/null; then \
			set -- $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
				--no-install-recommends $(APT_PACKAGES); \
			echo "  DEPS  $$as_root apt-get update"; $$as_root apt-get update -q >/dev/null; \
		elif command -v dnf >/dev/null; then set -- $$as_root dnf install -y $(DNF_PACKAGES); \
		elif command -v pacman >/dev/null; then \
			set -- $$as_root pacman -S --needed --noconfirm $(PACMAN_PACKAGES); \
		elif command -v apk >/dev/null; then set -- $$as_root apk add $(APK_PACKAGES); \
		elif command -v brew >/dev/null; then set -- brew install $(BREW_PACKAGES); \
		else echo "reader: no known package manager: install by hand: $(APT_PACKAGES)" >&2; exit 1; \
		fi; \
		echo "  DEPS  $$*"; "$$@"; }

deps-are-here:
	command -v $(PKG_CONFIG) >/dev/null
	command -v msgmerge >/dev/null
	$(PKG_CONFIG) --exists $(PACKAGES) $(TEST_PACKAGES)
	echo '#include <unigbrk.h>' | $(CC) -E - >/dev/null
	test -d /usr/share/zoneinfo
	command -v tmux >/dev/null
	command -v mandoc >/dev/null
	! command -v apt-get >/dev/null || test -d /usr/share/unicode/auxiliary

# --- Install -------------------------------------------------------------

$(BUILD)/completion.%: $(BUILD)/reader
	$(Q)LC_ALL=C.UTF-8 LANGUAGE= $< --completion $* >$@

.PHONY: install uninstall clean help
install: reader $(BUILD)/completion.bash $(BUILD)/completion.zsh $(BUILD)/completion.fish
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 \
		$(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) \
		$(DESTDIR)$(FISHDIR)
	install -m 755 $(BUILD)/reader $(DESTDIR)$(BINDIR)/reader
	for language in $(LANGUAGES); do \
		install -d $(DESTDIR)$(LOCALEDIR)/$$language/LC_MESSAGES && \
		install -m 644 $(BUILD)/locale/$$language/LC_MESSAGES/reader.mo \
			$(DESTDIR)$(LOCALEDIR)/$$language/LC_MESSAGES/reader.mo || exit 1; \
	done
	install -m 644 man/reader.1 $(DESTDIR)$(MANDIR)/man1/reader.1
	install -m 644 man/reader-keymap.5 $(DESTDIR)$(MANDIR)/man5/reader-keymap.5
	install -m 644 man/reader-query.7 $(DESTDIR)$(MANDIR)/man7/reader-query.7
	install -m 644 $(BUILD)/completion.bash $(DESTDIR)$(BASHDIR)/reader
	install -m 644 $(BUILD)/completion.zsh $(DESTDIR)$(ZSHDIR)/_reader
	install -m 644 $(BUILD)/completion.fish $(DESTDIR)$(FISHDIR)/reader.fish

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/reader $(DESTDIR)$(MANDIR)/man1/reader.1 \
		$(DESTDIR)$(MANDIR)/man5/reader-keymap.5 \
		$(DESTDIR)$(MANDIR)/man7/reader-query.7 $(DESTDIR)$(BASHDIR)/reader \
		$(DESTDIR)$(ZSHDIR)/_reader $(DESTDIR)$(FISHDIR)/reader.fish \
		$(LANGUAGES:%=$(DESTDIR)$(LOCALEDIR)/%/LC_MESSAGES/reader.mo)

clean:
	rm -rf build reader

help:
	@echo 'make              build ./reader'
	@echo 'make run          install what is missing, build, open the sample archive'
	@echo 'make test         install what is missing, build, run all tests'
	@echo 'make deps         install the packages that are missing'
	@echo 'make install      to $$(DESTDIR)$$(PREFIX), /usr/local by default; also uninstall'
	@echo 'make check        all tests, without installing anything'
	@echo 'make asan         all tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make tsan         those that start threads or programs under ThreadSanitizer'
	@echo 'make soak         all tests SOAK_ROUNDS times (20), with four busy loops beside them'
	@echo 'make fuzz         each fuzz target for FUZZ_SECONDS (60)'
	@echo 'make compare      the words of posts against kramdown'"'"'s own HTML, where ruby has it'
	@echo 'make torture      hostile patterns at four sizes: nothing grows faster than its input;'
	@echo '                  a writer of the state killed STATE_KILLS (1000) times: nothing is lost'
	@echo 'make bench        figures on a generated archive of BENCH_POSTS (100000)'
	@echo 'make golden       write the golden files anew, to be reviewed as a diff'
	@echo 'make po           bring the translations in src/po up to the marked texts'
	@echo 'make layers       do the rooms of src/ include and call only what lies below them?'
	@echo 'make tidy         static analysis; make format, make format-check'
	@echo 'make clean        remove build/ and ./reader'
	@echo 'PROFILE=release|debug|asan|tsan chooses the flags; each has its folder in build/'

-include $(OBJECTS:.o=.d) $(MAIN:.o=.d) $(wildcard $(BUILD)/tests/*.d)
