/* workspace.c - save_workspace and load_workspace: the file and its arrays.
 * lib/mlrepl/workspace/ turns variables into a string (the graph) and a list of
 * arrays, and back.
 *
 * The file, version 1; all integers and doubles are little-endian:
 *   8 bytes   signature: 0x89 "MLW" CR LF 0x1A LF, so that a conversion of line
 *             ends is noticed
 *   uint32    version
 *   uint32    0
 *   uint64    bytes of the graph
 *   uint64    number of arrays
 *   bytes     the graph: see lib/mlrepl/workspace/encode.lua
 *   for each array:
 *     uint64  length of a vector, or rows of a matrix
 *     uint64  columns, or 2^64 - 1 for a vector
 *     doubles row by row
 *   uint32    CRC-32 of everything before
 * A change in the meaning of the file needs a new version.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>
#include <zlib.h>

#include "core/format/npy.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/atomic_file.h"
#include "sys/file_gate.h"
#include "sys/interrupt.h"

static const unsigned char SIGNATURE[] = {0x89, 'M',  'L',  'W',
                                          '\r', '\n', 0x1A, '\n'};
static const char MODULE[] = "mlrepl.workspace.workspace";

enum {
  FORMAT_VERSION = 1,
  SIGNED = sizeof SIGNATURE,
  HEADER = SIGNED + 24,
  SHAPE = 16,            /* bytes before the numbers of an array */
  TRAILER = 4,           /* the checksum */
  BLOCK = 1 << 20,       /* bytes between checks for Ctrl-C */
  PIECE = 1 << 13,       /* numbers that are converted at a time */
  MOST_EMPTY = 100000000 /* rows or columns of an empty matrix: see push_mat */
};

static const uint64_t IS_VECTOR = UINT64_MAX;

static bool is_little(void) {
  const uint16_t one = 1;
  return *(const unsigned char *)&one;
}

static void put(unsigned char *out, uint64_t value, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) out[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t get(const unsigned char *in, size_t bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; i++) value |= (uint64_t)in[i] << (8 * i);
  return value;
}

static uLong add_checksum(uLong sum, const void *bytes, size_t n) {
  return crc32(sum, bytes, (uInt)n); /* n <= BLOCK */
}

/* -- writing -------------------------------------------------------------- */

typedef struct Array {
  Mat m;
  bool vector;
} Array;

typedef struct Writer {
  FILE *file;
  uLong sum;
} Writer;

/* False if interrupted or on a write error. */
static bool write_bytes(Writer *w, const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i += BLOCK) {
    const unsigned char *at = (const unsigned char *)bytes + i;
    const size_t some = n - i < BLOCK ? n - i : BLOCK;
    if (stop_asked(&interrupted)) return false;
    w->sum = add_checksum(w->sum, at, some);
    if (fwrite(at, 1, some, w->file) < some) return false;
  }
  return true;
}

/* Copies numbers [from, from + n) of the matrix, counted row by row. */
static void gather(double *out, Mat m, size_t from, size_t n) {
  size_t i = from / m.cols, j = from % m.cols;
  while (n) {
    const size_t some = m.cols - j < n ? m.cols - j : n;
    memcpy(out, mat_at(m, i++, j), some * sizeof *out);
    out += some;
    n -= some;
    j = 0;
  }
}

static bool write_pieces(Writer *w, Mat m) {
  double numbers[PIECE];
  unsigned char bytes[PIECE * sizeof(double)];
  size_t n, count = m.rows * m.cols;
  for (size_t k = 0; k < count; k += n) {
    n = count - k < PIECE ? count - k : PIECE;
    gather(numbers, m, k, n);
    npy_write(bytes, numbers, n);
    if (!write_bytes(w, bytes, n * sizeof *numbers)) return false;
  }
  return true;
}

static bool write_array(Writer *w, const Array *a) {
  unsigned char shape[SHAPE];
  const Mat m = a->m;
  put(shape, m.rows, 8);
  put(shape + 8, a->vector ? IS_VECTOR : m.cols, 8);
  if (!write_bytes(w, shape, SHAPE)) return false;
  if (is_little() && mat_dense(m))
    return write_bytes(w, m.d, m.rows * m.cols * sizeof *m.d);
  return write_pieces(w, m);
}

static bool write_all(FILE *file, const char *graph, size_t n,
                      const Array *arrays, size_t count) {
  unsigned char header[HEADER] = {0}, trailer[TRAILER];
  Writer w = {file, crc32(0, NULL, 0)};
  memcpy(header, SIGNATURE, SIGNED);
  put(header + SIGNED, FORMAT_VERSION, 4);
  put(header + SIGNED + 8, n, 8);
  put(header + SIGNED + 16, count, 8);
  bool good = write_bytes(&w, header, HEADER) && write_bytes(&w, graph, n);
  for (size_t i = 0; i < count && good; i++) good = write_array(&w, arrays + i);
  put(trailer, w.sum, TRAILER);
  return good && write_bytes(&w, trailer, TRAILER);
}

/* Pushes the vectors and matrices in the list at `list`, which keeps them
 * alive. */
static Array *push_arrays(lua_State *L, int list, size_t *count) {
  *count = (size_t)lua_rawlen(L, list);
  Array *arrays = push_scratch(L, *count, sizeof *arrays);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    const Vec *v = to_vec(L, -1);
    arrays[i] = (Array){v ? mat_column(*v) : check_mat(L, -1), v != NULL};
    lua_pop(L, 1);
  }
  return arrays;
}

/* Stack of save_workspace: path, names, then what the module's `plan`
 * returns. */
enum { PATH = 1, NAMES, GRAPH, ARRAYS, SUMMARY };

static int l_save(lua_State *L) {
  AtomicFile b;
  size_t n, count;
  const char *path = check_path(L, PATH);
  lua_settop(L, NAMES);
  lib_context_push(L, MODULE, "plan");
  lua_pushvalue(L, PATH);
  lua_pushvalue(L, NAMES);
  lua_call(L, 2, 3);
  const char *graph = lua_tolstring(L, GRAPH, &n);
  const Array *arrays = push_arrays(L, ARRAYS, &count);
  errno = 0;
  const bool good =
    atomic_file_open(&b, path) &&
    atomic_file_end(&b, write_all(b.file, graph, n, arrays, count));
  const int error = errno;
  if (!good) check_interrupt(L);
  if (!good) fail(L, "%s: %s", path, file_gate_why(error));
  lib_context_push(L, MODULE, "saved");
  lua_pushvalue(L, PATH);
  lua_pushvalue(L, SUMMARY);
  lua_call(L, 2, 0);
  return 0;
}

/* -- reading -------------------------------------------------------------- */

typedef struct Reader {
  lua_State *L;
  const char *path;
  OpenFile *file;
  size_t left; /* bytes before the checksum */
  uLong sum;
} Reader;

/* Raises if n bytes are more than the file has; called before allocating. */
static void need(const Reader *r, uint64_t n) {
  if (n > r->left) fail(r->L, "%s is truncated or damaged", r->path);
}

static void read_bytes(Reader *r, void *out, size_t n) {
  need(r, n);
  for (size_t i = 0; i < n; i += BLOCK) {
    unsigned char *at = (unsigned char *)out + i;
    const size_t some = n - i < BLOCK ? n - i : BLOCK;
    if (file_read(r->L, r->file, r->path, at, some) < some) need(r, UINT64_MAX);
    r->sum = add_checksum(r->sum, at, some);
  }
  r->left -= n;
}

static void read_numbers(Reader *r, double *out, size_t n) {
  read_bytes(r, out, n * sizeof *out);
  if (is_little()) return;
  for (size_t i = 0; i < n; i++) {
    const uint64_t bits = get((const unsigned char *)(out + i), 8);
    memcpy(out + i, &bits, sizeof bits);
  }
}

static void push_array(Reader *r) {
  unsigned char shape[SHAPE];
  read_bytes(r, shape, SHAPE);
  const uint64_t rows = get(shape, 8), columns = get(shape + 8, 8);
  const uint64_t cols = columns == IS_VECTOR ? 1 : columns;
  if (cols && rows > r->left / sizeof(double) / cols) need(r, UINT64_MAX);
  if (!(rows && cols) && (rows > MOST_EMPTY || cols > MOST_EMPTY))
    need(r, UINT64_MAX);
  if (columns == IS_VECTOR)
    read_numbers(r, push_vec(r->L, (size_t)rows).d, (size_t)rows);
  else
    read_numbers(r, push_mat(r->L, (size_t)rows, (size_t)cols).d,
                 (size_t)(rows * cols));
}

static void push_graph(Reader *r, uint64_t n) {
  need(r, n);
  char *bytes = push_scratch(r->L, (size_t)n, 1);
  read_bytes(r, bytes, (size_t)n);
  lua_pushlstring(r->L, bytes, (size_t)n);
  lua_remove(r->L, -2);
}

static void check_sum(Reader *r) {
  unsigned char trailer[TRAILER];
  const uLong sum = r->sum;
  const bool whole = !r->left;
  r->left = TRAILER;
  read_bytes(r, trailer, TRAILER);
  if (!whole || get(trailer, TRAILER) != sum)
    fail(r->L, "%s is damaged: its checksum is wrong", r->path);
}

/* Reads the header, without the signature, and returns the size of the graph
 * and the number of arrays. */
static void read_header(Reader *r, uint64_t *n, uint64_t *count) {
  unsigned char header[HEADER];
  read_bytes(r, header, SIGNED);
  if (memcmp(header, SIGNATURE, SIGNED) != 0)
    fail(r->L, "%s is not a workspace; save_workspace writes one", r->path);
  read_bytes(r, header + SIGNED, HEADER - SIGNED);
  const uint64_t version = get(header + SIGNED, 4);
  if (version > FORMAT_VERSION)
    fail(r->L,
         "%s has version %I of the format, but this mlrepl reads version %d; "
         "use a newer mlrepl",
         r->path, (LUAI_UACINT)version, FORMAT_VERSION);
  *n = get(header + SIGNED + 8, 8);
  *count = get(header + SIGNED + 16, 8);
}

/* Pushes the graph and the list of arrays. */
static void push_contents(lua_State *L, const char *path) {
  uint64_t n, count;
  Reader r = {L, path, push_open_file(L, path), 0, crc32(0, NULL, 0)};
  if (!r.file->sized) fail(L, "%s is not a file on a disk", path);
  r.left = r.file->size < TRAILER ? 0 : r.file->size - TRAILER;
  if (r.left < SIGNED) fail(L, "%s is not a workspace", path);
  read_header(&r, &n, &count);
  push_graph(&r, n);
  need(&r, count > SIZE_MAX / SHAPE ? UINT64_MAX : count * SHAPE);
  lua_createtable(L, count < INT_MAX ? (int)count : 0, 0);
  for (uint64_t i = 0; i < count; i++) {
    push_array(&r);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  check_sum(&r);
  file_close(r.file);
}

static int l_load(lua_State *L) {
  const char *path = check_path(L, 1);
  check_options(L, 2);
  const bool replace = option_boolean(L, 2, "replace", true);
  lua_settop(L, 1);
  push_contents(L, path);
  lib_context_push(L, MODULE, "load");
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 4);
  lua_pushboolean(L, replace);
  lua_call(L, 4, 0);
  return 0;
}

static const Prim prims[] = {
  {"save_workspace", l_save, "save_workspace(path, names) -> nothing",
   "Saves your variables, or those named in the list, in a file from which "
   "load_workspace restores them: numbers and strings exactly, vectors, "
   "matrices, models, runs, datasets, tables (also cyclic ones, with their "
   "metatables), and functions with their source text and the variables they "
   "capture. Values that are shared remain shared: a view such as X[1] remains "
   "a view of X. All variables together also save the state of the random "
   "generator (see seed). What cannot be kept is listed: figures, files, "
   "coroutines, running jobs, and functions that capture one or whose source "
   "is not known. Only an existing workspace is overwritten, and only when the "
   "new one is complete.",
   "path = os.tmpname()\nx = vector{1, 2}\nt = {x, f = load\"return x\"}\n"
   "save_workspace(path, {\"x\", \"t\"})\nx, t = nil\n"
   "load_workspace(path)\nos.remove(path)\nt[1] == x, t.f() --> true\t[1 2]"},
  {"load_workspace", l_load, "load_workspace(path, {replace=}) -> nothing",
   "Restores the variables saved by save_workspace and prints their names, and "
   "those of variables that were replaced; with replace=false, existing "
   "variables are kept. Loading runs nothing: functions are compiled from "
   "their source text, but not called, and finalizers (__gc) are not restored. "
   "Functions in a workspace are code, though: call them only if you trust the "
   "file. A damaged file raises an error and changes nothing.",
   "path = os.tmpname()\nx = 5\nsave_workspace(path, {\"x\"})\nx = 6\n"
   "load_workspace(path, {replace=false})\nx --> 6\n"
   "load_workspace(path)\nos.remove(path)\nx --> 5"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_workspace(lua_State *L) { registry_add(L, prims); }
