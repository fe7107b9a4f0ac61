/* The graphs of workspaces. The input is the lengths of ARRAYS vectors, one byte
 * each, then the graph; the rest of the file and its checksum are added, so that
 * every input reaches the decoder. What is loaded must be safe to use; functions
 * in it are compiled but never called. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ARRAYS = 8, HEADER = 32, SHAPE = 16 };

static const char CODE[] =
  "local before = {}\n"
  "for name in next, _G do before[name] = true end\n"
  "pcall(load_workspace, path)\n"
  "for name, value in next, _G do\n"
  "  if not before[name] then\n"
  "    _G[name] = nil\n"
  "    if type(value) == 'userdata' then\n"
  "      pcall(tostring, value)\n"
  "      pcall(function() return value:predict(vector{1, 2}) end)\n"
  "      pcall(function() return value.cost, value.w, value:at(1) end)\n"
  "      pcall(function() return value(vector{1, 2}) end)\n"
  "    end\n"
  "  end\n"
  "end\n";

static uint8_t *put(uint8_t *out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) *out++ = (uint8_t)(value >> (8 * i));
  return out;
}

/* A vector of n numbers: 1, 2, 3... */
static uint8_t *put_vector(uint8_t *out, size_t n) {
  out = put(put(out, n, 8), UINT64_MAX, 8);
  for (size_t i = 1; i <= n; i++, out += sizeof(double))
    memcpy(out, &(double){(double)i}, sizeof(double));
  return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char signature[] = "\x89MLW\r\n\x1a\n\1\0\0\0\0\0\0";
  if (n < ARRAYS) return 0;
  size_t room = HEADER + n + 4;
  for (int i = 0; i < ARRAYS; i++) room += SHAPE + data[i] * sizeof(double);
  uint8_t *file = malloc(room), *out = file + sizeof signature;
  if (!file) abort();
  memcpy(file, signature, sizeof signature);
  out = put(put(out, n - ARRAYS, 8), ARRAYS, 8);
  memcpy(out, data + ARRAYS, n - ARRAYS);
  out += n - ARRAYS;
  for (int i = 0; i < ARRAYS; i++) out = put_vector(out, data[i]);
  out = put(out, crc32(0, file, (uInt)(out - file)), 4);
  fuzz_run(CODE, file, (size_t)(out - file));
  free(file);
  return 0;
}
