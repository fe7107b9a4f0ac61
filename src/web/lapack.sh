#!/bin/sh
# lapack.sh SOURCES OUT ROUTINE... - translates the routines of BLAS and LAPACK, and
# all that they call, to C. What f2c cannot read is in fortran_rest.c.
set -e
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$1" && pwd)
mkdir -p "$2"
cd "$2"
shift 2
queue=$*
written="xerbla dlamch disnan dlaisnan dlassq dnrm2 dlartg dlamc3 droundup_lwork dlaqr0" # in fortran_rest.c
while [ -n "$queue" ]; do
  found=
  for routine in $queue; do
    case " $written " in *" $routine "*) continue ;; esac
    written="$written $routine"
    for file in "$sources/SRC/$routine.f" "$sources/BLAS/SRC/$routine.f"; do
      [ -f "$file" ] || continue
      awk -f "$here/fortran77.awk" "$file" >"$routine.f"
      f2c -a -A -R "$routine.f" >"$routine.log" 2>&1 || { cat "$routine.log"; exit 1; }
      # A subroutine returns nothing, so that it can be called through a pointer.
      sed -i -e 's|/\* Subroutine \*/ int|void|g' -e 's/\breturn 0;/return;/' "$routine.c"
      found="$found $(grep -o '\b[a-z0-9_]*_(' "$routine.c" | sed 's/__*($//' | sort -u)"
    done
  done
  queue=$found
done
