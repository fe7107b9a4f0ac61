/* share_guard.h - decides what each primitive does with shared rows. */
#ifndef LUA_CLUSTER_SHARE_GUARD_H
#define LUA_CLUSTER_SHARE_GUARD_H

/* From now on all primitives are called through the guard. */
void share_guard_start(void);

#endif
