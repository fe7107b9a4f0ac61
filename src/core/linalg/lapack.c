#include "core/linalg/lapack.h"

#include "sys/plugin.h"

const Lapack *lapack(void) {
  static const Lapack *routines = NULL;
  LapackEntry *entry = NULL;
  if (routines) return routines;
  if (!plugin_find(&entry, "openblas", LAPACK_ENTRY))
    plugin_give_up("openblas");
  return routines = entry();
}
