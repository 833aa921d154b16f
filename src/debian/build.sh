#!/bin/sh
# Makes a package for Debian of FOLDER/root, where `make install` has put the files of PREFIX=/usr.
# usage: src/debian/build.sh FOLDER VERSION PLACE
# It is written into the folder PLACE, under the name that Debian has for it.
# SOURCE_DATE_EPOCH is its date, so that the same files make the same package.
set -eu
umask 022
source=$(cd "$(dirname "$0")" && pwd)
place=$(cd "$3" && pwd)
cd "$1"
for tool in dpkg-shlibdeps dpkg-gencontrol dpkg-deb; do
	command -v "$tool" >/dev/null || {
		echo "reader: deb needs $tool, of the package dpkg-dev" >&2
		exit 1
	}
done

docs=root/usr/share/doc/reader
mkdir -p debian root/DEBIAN "$docs"
cp "$source/control" debian/
maintainer=$(sed -n 's/^Maintainer: //p' debian/control)
cat >debian/changelog <<END
reader ($2) unstable; urgency=medium

  * Packaged as the source's own \`make deb\` does.

 -- $maintainer  $(LC_ALL=C date -uR -d "@$SOURCE_DATE_EPOCH")
END
cp "$source/copyright" "$docs/"
gzip -9nc debian/changelog >"$docs/changelog.Debian.gz"
find root/usr/share/man -type f -exec gzip -9n {} +
strip --strip-unneeded --remove-section=.comment --remove-section=.note root/usr/bin/reader
chmod -R go-w root

dpkg-shlibdeps root/usr/bin/reader
dpkg-gencontrol -Proot
(cd root && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
architecture=$(sed -n 's/^Architecture: //p' root/DEBIAN/control)
package=$place/reader_$2_$architecture.deb
echo "  DEB   $package"
dpkg-deb --root-owner-group --build root "$package" >/dev/null
if command -v lintian >/dev/null; then
	lintian --fail-on error --allow-root --profile debian "$package"
else
	echo "  SKIP  lintian: not installed"
fi
