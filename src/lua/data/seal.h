/* seal.h - a sealed test set, whose every use is counted or refused.
 *
 * A table with weak keys maps sealed vectors and matrices to the number of
 * their seal. While there is one, all primitives are called through
 * registry_watcher, which seals what they compute from sealed arguments. */
#ifndef LUA_DATA_SEAL_H
#define LUA_DATA_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* What determines the rows of a test set. */
typedef struct SealSplit {
  size_t rows, tests, seed;
  bool stratified;
} SealSplit;

/* With X and y at 1 and 2, and Xtrain, Xtest, ytrain, ytest at the top: seals
 * the test set, and X and y, which include it, if `wanted`. If X or y is sealed
 * already, the same split continues their seal, and of another split all parts
 * are sealed, because its training set may include sealed rows. */
void seal_split(lua_State *L, const SealSplit *split, bool wanted);

#endif
