/* fuzz.h - what the fuzz targets share. Each file is one target: a function that
 * must survive any input. See `make fuzz`. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include <lua.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A Lua state with every function of the program, made at the first call. */
lua_State *fuzz_state(void);

/* A lua_Alloc that refuses more memory than an input may need. */
void *fuzz_allocate(void *ud, void *block, size_t old, size_t size);

/* Calls code, Lua that may raise an error, with the input as `bytes` and, if it
 * mentions `path`, as a file of that name. */
void fuzz_run(const char *code, const uint8_t *data, size_t n);

#endif
