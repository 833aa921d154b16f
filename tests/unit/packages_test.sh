#!/bin/sh
# What is handed on: the files of `make install`, of `make dist`, of `make deb`; and how many jobs make
# runs by itself. TAP on stdout.
set -u
reader=${READER:-build/release/reader}
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. tests/check.sh

# make as if nothing had called it, with the flags that the program here is built with.
fresh() {
	env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS make -s PROFILE="$(basename "$(dirname "$reader")")" "$@"
}

skip() {
	number=$((number + 1))
	echo "# skipped: $2"
	echo "ok $number - $1 # SKIP"
}

# --- Jobs ---

# The jobs that a make with these arguments runs.
cat >"$folder/show.mk" <<'END'
show:
	@echo "$(filter -j%,$(MAKEFLAGS)) $(JOBS)"
below:
	@$(MAKE) -s -f Makefile -f $(lastword $(MAKEFILE_LIST)) show
END
jobs_of() {
	fresh -f Makefile -f "$folder/show.mk" "$@"
}
cores=$(getconf _NPROCESSORS_ONLN)
check "all cores by itself" "$(jobs_of show)" "-j$cores $cores"
check "as many as are asked for" "$(jobs_of -j7 show)" "-j7 7"
check "one, if one is asked for" "$(jobs_of --jobs=1 show)" "-j1 1"
check "as many as the environment says" \
	"$(env -u MAKELEVEL MAKEFLAGS=-j5 make -s -f Makefile -f "$folder/show.mk" show)" "-j5 5"
check "one beside a goal that must end first" "$(jobs_of -n clean show | tail -n 1)" "echo \" $cores\""
check "a make below runs as many as the one above" "$(jobs_of below -j1 2>&1)" "-j1 1"

# --- Install ---

fresh install DESTDIR="$folder/root" PREFIX=/opt/x >"$folder/said" || cat "$folder/said"
(cd "$folder/root" && find . -type f | LC_ALL=C sort) >"$folder/installed"
for file in bin/reader share/man/man1/reader.1 share/applications/reader.desktop \
	share/icons/hicolor/scalable/apps/reader.svg share/bash-completion/completions/reader; do
	check "$file is installed" "$(grep -c "^./opt/x/$file\$" "$folder/installed")" 1
done
check "all manuals are" "$(grep -c '/share/man/.*man[1-9]/.*\.[1-9]$' "$folder/installed")" \
	"$(find man -type f | wc -l | tr -d ' ')"
check "all languages are" "$(grep -c '/share/locale/.*/reader.mo$' "$folder/installed")" \
	"$(find src/po -name '*.po' | wc -l | tr -d ' ')"
check "only the program may be run" "$(find "$folder/root" -type f -perm -100)" \
	"$folder/root/opt/x/bin/reader"
fresh uninstall DESTDIR="$folder/root" PREFIX=/opt/x
check "nothing is left by uninstall" "$(find "$folder/root" -type f)" ""

if command -v desktop-file-validate >/dev/null; then
	check "the desktop entry is valid" "$(desktop-file-validate src/desktop/reader.desktop 2>&1)" ""
else
	skip "the desktop entry is valid" "no desktop-file-validate"
fi

# --- Packages ---

version=$(sed -n 's/^VERSION = //p' Makefile)
if [ -e .git ] && git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	fresh dist PACKAGE_DIR="$folder/dist" >/dev/null
	fresh dist PACKAGE_DIR="$folder/again" >/dev/null
	archive=reader-$version.tar.gz
	cmp "$folder/dist/$archive" "$folder/again/$archive"
	check "a tarball is the same each time" $? 0
	tar -xzf "$folder/dist/$archive" -C "$folder"
	git ls-tree -r --name-only -z HEAD | tr '\0' '\n' | LC_ALL=C sort >"$folder/tracked"
	check "it has what git tracks" "$(cd "$folder/reader-$version" &&
		find . ! -type d | sed 's/^..//' | LC_ALL=C sort | cmp - "$folder/tracked" 2>&1)" ""
	(cd "$folder/reader-$version" && fresh -n check install deb) >"$folder/plan" 2>&1
	check "make knows how to build it, without git" $? 0
	check "from its first file" "$(grep -c 'build/[a-z]*/main.o' "$folder/plan" | sed 's/^[1-9].*/some/')" some
else
	skip "a tarball" "no commit of git here"
fi

case $reader in */release/*) ;; *) no_deb="only of the release build" ;; esac
command -v dpkg-gencontrol >/dev/null || no_deb="no dpkg-gencontrol"
if [ -z "${no_deb:-}" ]; then
	fresh deb PACKAGE_DIR="$folder" >"$folder/said" 2>&1
	check "a Debian package without errors" "$? $(grep '^E:' "$folder/said")" "0 "
	deb=$folder/reader_$version-1_$(dpkg --print-architecture).deb
	dpkg-deb -x "$deb" "$folder/there"
	check "its program runs" "$("$folder/there/usr/bin/reader" --version)" "reader $version"
	check "its sums are true" "$(dpkg-deb -e "$deb" "$folder/control" &&
		cd "$folder/there" && md5sum -c --quiet "$folder/control/md5sums" 2>&1)" ""
	check "each file has a sum" "$(wc -l <"$folder/control/md5sums")" \
		"$(find "$folder/there" -type f | wc -l)"
	check "it names the libraries it needs" \
		"$(dpkg-deb -f "$deb" Depends | grep -c 'libncursesw6.*libsqlite3-0.*libyaml')" 1
	check "its files are root's" "$(dpkg-deb -c "$deb" | grep -vc ' root/root ')" 0
	check "its manuals are packed" "$(find "$folder/there/usr/share/man" -type f ! -name '*.gz')" ""
else
	skip "a Debian package" "$no_deb"
fi
echo "1..$number"
