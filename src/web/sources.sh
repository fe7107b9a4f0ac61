#!/bin/sh
# sources.sh FOLDER - downloads the sources of the libraries that the page needs:
# those of the Debian release that this machine runs, checked by apt.
set -e
. /etc/os-release
mkdir -p "$1/lists/partial" "$1/cache"
cd "$1"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
  "http://deb.debian.org/debian $VERSION_CODENAME main" >sources.list
apt() {
  apt-get -q -o Dir::Etc::SourceList="$PWD/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache" -o APT::Sandbox::User= "$@"
}
apt update >log 2>&1 || { cat log; exit 1; }
apt source --download-only --tar-only lua5.4 cjson zlib r-base lapack libf2c2 liblinear >>log 2>&1 || { cat log; exit 1; }
unpack() { # NAME PATTERN...: the original sources as the folder NAME
  name=$1
  shift
  mkdir -p "$name"
  tar xf "$name"_*.orig.tar.* -C "$name" --strip-components=1 --wildcards "$@"
}
unpack lua5.4 '*/src/*'
# Loops look for the page's Stop button, see src/web/interrupt_poll.h.
sed -i -e 's/^#define updatetrap(ci).*/#define updatetrap(ci) (interrupt_poll_loop(), trap = ci->u.l.trap)/' \
  -e '1i #include "web/interrupt_poll.h"' lua5.4/src/lvm.c
unpack cjson '*/cJSON.[ch]'
unpack zlib '*.[ch]'
unpack r-base '*/src/nmath/*' '*/src/include/*'
unpack lapack '*/SRC/*' '*/CBLAS/include/*'
unpack libf2c2 '*.[ch]'
unpack liblinear '*.h' '*.cpp'
rm -rf ./*.tar.* cache lists
touch done
