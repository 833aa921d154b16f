# reader: build, test and install. `make help` lists the targets.

VERSION = 0.1.0
PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
LOCALEDIR = $(PREFIX)/share/locale
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d

APPSDIR = $(PREFIX)/share/applications
ICONDIR = $(PREFIX)/share/icons/hicolor/scalable/apps

# All cores, unless the command line, the environment or a make above says how many; one where a
# goal has to end before the others begin.
CORES := $(shell getconf _NPROCESSORS_ONLN)
ifeq ($(MAKELEVEL)$(filter -j% --jobs%,$(shell echo "$$MAKEFLAGS"))$(filter clean deps,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(CORES)
endif
# MAKEFLAGS names the jobs only while a recipe runs, and a bare -j no number.
JOBS = $(or $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS))),$(CORES))

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
LIBS = $$($(PKG_CONFIG) --libs $(PACKAGES)) -lunistring -lm

# Lowest first; `make layers` holds them to that order.
ROOMS = base conf store archive markdown document state layout catalogue fulltext keymap theme view settings marks query \
	article library search cli model panes app tui
SOURCES := $(sort $(wildcard $(ROOMS:%=src/%/*.c)))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/shipped.o
MAIN := $(BUILD)/main.o
LIBRARY := $(BUILD)/libreader.a
SHIPPED := $(sort $(wildcard keymaps/*.yaml)) $(sort $(wildcard src/themes/*.yaml))
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

# The languages' names; looked at by each make, the file is as old as the last change of them.
$(BUILD)/base/language.o: ALL_CFLAGS += -DREADER_LANGUAGES='$(LANGUAGES:%="%",)'
$(BUILD)/base/language.o: $(BUILD)/languages
.PHONY: always
$(BUILD)/languages: always
	@mkdir -p $(@D)
	$(Q)echo '$(LANGUAGES)' | cmp -s - $@ || echo '$(LANGUAGES)' >$@

$(BUILD)/locale/%/LC_MESSAGES/reader.mo: src/po/%.po
	@mkdir -p $(@D)
	@echo "  MO    $@"
	$(Q)msgfmt -c -o $@ $<

# The shipped key maps and themes, as bytes in the program: it works before it is installed.
$(BUILD)/shipped.c: $(SHIPPED) Makefile
	@mkdir -p $(@D)
	@echo "  GEN   $@"
	$(Q){ echo '#include "settings/named_files.h"'; \
	for folder in keymaps src/themes; do \
		kind=$${folder##*/}; \
		for file in $$folder/*.yaml; do \
			name=$$(basename $$file .yaml); \
			echo "static const char $${kind}_$$name[] = {"; \
			od -An -v -td1 $$file | sed 's/\(-\{0,1\}[0-9]\{1,\}\)/\1,/g'; echo '0};'; \
		done; \
		echo "const struct shipped_file shipped_$$kind[] = {"; \
		for file in $$folder/*.yaml; do \
			name=$$(basename $$file .yaml); \
			echo "{\"$$name\", $${kind}_$$name, sizeof($${kind}_$$name) - 1},"; \
		done; \
		echo '{NULL, NULL, 0}};'; \
	done; } > $@

$(BUILD)/shipped.o: $(BUILD)/shipped.c
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

RUN_TESTS = READER=$(BUILD)/reader JOBS=$(JOBS) tests/run.sh $(BUILD)/tests/log

check: reader layers $(UNIT_TESTS) $(SCREEN_TESTS)
	$(Q)$(RUN_TESTS) $(UNIT_TESTS) $(SCREEN_TESTS) $(SCRIPT_TESTS)

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
	$(Q)$(RUN_TESTS) $(TSAN_TESTS) $(filter tests/screen/%,$(SCRIPT_TESTS))

golden: reader $(BUILD)/tests/golden_test $(BUILD)/tests/mockups_test
	GOLDEN_UPDATE=1 $(BUILD)/tests/golden_test
	GOLDEN_UPDATE=1 READER=$(BUILD)/reader $(BUILD)/tests/mockups_test
	git --no-pager diff --stat tests/golden tests/screen/mockups

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

# Pictures for looking at, where a graphical terminal can be had.
.PHONY: screenshots
screenshots: reader
	$(Q)READER=$(BUILD)/reader tests/bench/screenshots.sh $(BUILD)/screenshots

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
	$(Q)printf '%s\n' $(SOURCES) src/main.c | xargs -P $(JOBS) -n 4 sh -c \
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
	$(Q)LC_ALL=C.UTF-8 LANGUAGE= XDG_CONFIG_HOME=/nonexistent $< --completion $* >$@

# What is installed, as FILE:FOLDER/NAME; `install` and `uninstall` have one list.
MANUALS = $(wildcard man/*.[1-9] man/*/*.[1-9])
INSTALLED = $(BUILD)/reader:$(BINDIR)/reader \
	$(foreach page,$(MANUALS),$(page):$(MANDIR)/$(patsubst man/%,%,$(dir \
		$(page)))man$(subst .,,$(suffix $(page)))/$(notdir $(page))) \
	$(foreach file,$(CATALOGUES:$(BUILD)/locale/%=%),$(BUILD)/locale/$(file):$(LOCALEDIR)/$(file)) \
	$(BUILD)/completion.bash:$(BASHDIR)/reader \
	$(BUILD)/completion.zsh:$(ZSHDIR)/_reader \
	$(BUILD)/completion.fish:$(FISHDIR)/reader.fish \
	src/desktop/reader.desktop:$(APPSDIR)/reader.desktop \
	src/desktop/reader.svg:$(ICONDIR)/reader.svg

.PHONY: install uninstall clean help
install: reader $(BUILD)/completion.bash $(BUILD)/completion.zsh $(BUILD)/completion.fish
	$(Q)for pair in $(INSTALLED); do \
		file=$${pair%%:*} place="$(DESTDIR)$${pair#*:}" mode=644; \
		[ -x "$$file" ] && mode=755; \
		echo "  INSTALL  $$place"; \
		install -d "$${place%/*}" && install -m $$mode "$$file" "$$place" || exit 1; \
	done

uninstall:
	$(Q)for pair in $(INSTALLED); do rm -f "$(DESTDIR)$${pair#*:}"; done

# --- Packages ------------------------------------------------------------

# Either is the same bytes each time it is made of one commit (the files of `dist` have its date).
PACKAGE_DIR = build

.PHONY: dist deb
dist:
	$(Q)test -e .git || { echo 'reader: dist packs what git tracks: there is no .git here' >&2; exit 1; }
	@mkdir -p $(PACKAGE_DIR)
	@echo "  DIST  $(PACKAGE_DIR)/reader-$(VERSION).tar.gz"
	$(Q)git -c tar.umask=0022 archive --prefix=reader-$(VERSION)/ -o $(PACKAGE_DIR)/dist.tar HEAD
	$(Q)gzip -9nc $(PACKAGE_DIR)/dist.tar >$(PACKAGE_DIR)/reader-$(VERSION).tar.gz
	$(Q)rm $(PACKAGE_DIR)/dist.tar

deb: reader
	$(Q)rm -rf $(PACKAGE_DIR)/deb
	$(Q)$(MAKE) -s --no-print-directory install DESTDIR=$(PACKAGE_DIR)/deb/root PREFIX=/usr >/dev/null
	$(Q)SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Makefile) \
		src/debian/build.sh $(PACKAGE_DIR)/deb $(VERSION)-1 $(PACKAGE_DIR)

clean:
	rm -rf build reader

help:
	@echo 'make              build ./reader'
	@echo 'make run          install what is missing, build, open the sample archive'
	@echo 'make test         install what is missing, build, run all tests'
	@echo 'make deps         install the packages that are missing'
	@echo 'make install      to $$(DESTDIR)$$(PREFIX), /usr/local by default; also uninstall'
	@echo 'make dist         the last commit as build/reader-VERSION.tar.gz'
	@echo 'make deb          a package for Debian, build/reader_VERSION-1_ARCHITECTURE.deb'
	@echo 'make check        all tests, without installing anything'
	@echo 'make asan         all tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make tsan         those that start threads or programs under ThreadSanitizer'
	@echo 'make soak         all tests SOAK_ROUNDS times (20), with four busy loops beside them'
	@echo 'make fuzz         each fuzz target for FUZZ_SECONDS (60)'
	@echo 'make compare      the words of posts against kramdown'"'"'s own HTML, where ruby has it'
	@echo 'make torture      hostile patterns at four sizes: nothing grows faster than its input;'
	@echo '                  a writer of the state killed STATE_KILLS (1000) times: nothing is lost'
	@echo 'make bench        figures on a generated archive of BENCH_POSTS (100000)'
	@echo 'make screenshots  pictures in a graphical terminal, dark and light, where there is one'
	@echo 'make golden       write the golden files anew, to be reviewed as a diff'
	@echo 'make po           bring the translations in src/po up to the marked texts'
	@echo 'make layers       do the rooms of src/ include and call only what lies below them?'
	@echo 'make tidy         static analysis; make format, make format-check'
	@echo 'make clean        remove build/ and ./reader'
	@echo 'All cores are used, also by the tests; -j1 takes one.'
	@echo 'PROFILE=release|debug|asan|tsan chooses the flags; each has its folder in build/'

-include $(OBJECTS:.o=.d) $(MAIN:.o=.d) $(wildcard $(BUILD)/tests/*.d)
