/* data_npy.c - data.save_npy, data.load_npy, data.open_npy: .npy files. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "core/format/npy.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/data/file_map.h"
#include "sys/atomic_file.h"
#include "sys/interrupt.h"
#include "sys/file_gate.h"

enum { PIECE = 4096, LONGEST_HEADER = 1 << 20 };

/* Iterates over the elements of an array, by row or by column. */
typedef struct Walk {
  Mat m;
  size_t i, j;
  bool by_column;
} Walk;

static double *step(Walk *w) {
  double *at = mat_at(w->m, w->i, w->j);
  if (w->by_column) {
    if (++w->i == w->m.rows) {
      w->i = 0;
      w->j++;
    }
  } else if (++w->j == w->m.cols) {
    w->j = 0;
    w->i++;
  }
  return at;
}

/* -- reading -------------------------------------------------------------- */

static void fail_header(lua_State *L, const char *path, Status s) {
  switch ((NpyFault)s.value) {
  case NPY_NO_NPY:
    fail(L,
         "%s is not a .npy file; np.save writes one (save the arrays of a "
         ".npz archive separately; for text files use data.read)",
         path);
    return;
  case NPY_VERSION:
    fail(L,
         "%s has version %I.%I of the .npy format; versions 1.0, 2.0 and 3.0 "
         "are supported",
         path, (LUAI_UACINT)s.i, (LUAI_UACINT)s.j);
    return;
  case NPY_DAMAGED:
    fail(L, "%s is corrupt: its header is invalid at byte %I", path,
         (LUAI_UACINT)s.i + 1);
    return;
  case NPY_LARGE:
    fail(L,
         "%s is corrupt: its header declares more numbers than fit in memory",
         path);
    return;
  }
}

/* Names an unsupported type; the message adds its dtype. */
static const char *type_word(const NpyHeader *h) {
  char kind = h->type_n > 1 ? h->type[1] : *h->type;
  switch (kind) {
  case 'O': return "Python objects (pickled objects are never loaded)";
  case 'c': return "complex numbers";
  case 'U':
  case 'S':
  case 'a': return "texts";
  case 'M': return "dates";
  case 'm': return "time differences";
  case 'V': return "raw bytes";
  case 'f': return "floats of an unsupported size";
  default: return "an unknown type";
  }
}

static void check_type(lua_State *L, const char *path, const NpyHeader *h) {
  if (h->kind) return;
  if (*h->type == '[' || *h->type == '(')
    fail(L,
         "%s holds structured records; save its fields separately, as in "
         "np.save(\"x.npy\", a[\"x\"])",
         path);
  lua_pushlstring(L, h->type, h->type_n);
  fail(L,
       "%s holds %s, dtype '%s'; float64, float32, integers and booleans "
       "are supported (in NumPy: a.astype(float))",
       path, type_word(h), lua_tostring(L, -1));
}

static void check_dimensions(lua_State *L, const char *path,
                             const NpyHeader *h) {
  if (h->dimensions <= 2) return;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t k = 0; k < h->dimensions; k++) {
    if (k) luaL_addchar(&b, 'x');
    lua_pushfstring(L, "%I", (LUAI_UACINT)h->shape[k]);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
  fail(L,
       "%s has %d dimensions, %s; at most 2 are supported (in NumPy: "
       "a.reshape(len(a), -1))",
       path, (int)h->dimensions, lua_tostring(L, -1));
}

static void fail_short(lua_State *L, const char *path) {
  fail(L, "%s is truncated: it ends in its header", path);
}

/* Reads the header, which stays on the stack; returns the offset of its end. */
static size_t push_header(lua_State *L, OpenFile *f, const char *path,
                          NpyHeader *h) {
  unsigned char prefix[NPY_PREFIX] = {0};
  size_t first, length, got = file_read(L, f, path, prefix, NPY_PREFIX);
  Status s = npy_prefix(prefix, &first, &length);
  if (s.code) fail_header(L, path, s);
  if (got < NPY_PREFIX) fail_short(L, path);
  if (length > LONGEST_HEADER || length < NPY_PREFIX - first)
    fail(L, "%s is corrupt: its header has %I bytes", path,
         (LUAI_UACINT)length);
  char *text = push_scratch(L, length, 1);
  size_t had = NPY_PREFIX - first; /* of the text */
  memcpy(text, prefix + first, had);
  if (file_read(L, f, path, text + had, length - had) < length - had)
    fail_short(L, path);
  s = npy_header(h, text, length);
  if (s.code) fail_header(L, path, s);
  return first + length;
}

static void fail_cut_off(lua_State *L, const char *path, const NpyHeader *h,
                         size_t got) {
  fail(L, "%s is truncated: it holds %I of %I numbers", path,
       (LUAI_UACINT)(got / h->width), (LUAI_UACINT)h->count);
}

static void fail_behind(lua_State *L, const char *path) {
  fail(L, "%s has data after its array; only one array per file is supported",
       path);
}

/* Checked before allocating what a corrupt header may declare. */
static void check_size(lua_State *L, const OpenFile *f, const char *path,
                       const NpyHeader *h, size_t offset) {
  if (!f->sized) return;
  size_t there = f->size > offset ? f->size - offset : 0;
  if (there < h->count * h->width) fail_cut_off(L, path, h, there);
  if (there > h->count * h->width) fail_behind(L, path);
}

/* Fills the array from the file. Returns the index of the first integer that
 * no double equals, or count. */
static size_t read_numbers(lua_State *L, OpenFile *f, const char *path,
                           const NpyHeader *h, Walk w) {
  unsigned char bytes[PIECE * sizeof(double)];
  double numbers[PIECE];
  size_t inexact = h->count, n;
  for (size_t k = 0; k < h->count; k += n) {
    n = h->count - k < PIECE ? h->count - k : PIECE;
    size_t got = file_read(L, f, path, bytes, n * h->width);
    if (got < n * h->width) fail_cut_off(L, path, h, k * h->width + got);
    size_t found = npy_read(numbers, bytes, n, h);
    if (found < n && inexact == h->count) inexact = k + found;
    for (size_t i = 0; i < n; i++) *step(&w) = numbers[i];
  }
  if (file_read(L, f, path, bytes, 1)) fail_behind(L, path);
  return inexact;
}

/* Pushes the vector or matrix to fill: for an array without dimensions, a
 * vector of length 1. */
static Walk push_array(lua_State *L, const NpyHeader *h) {
  bool fortran = h->dimensions == 2 && h->fortran;
  if (h->dimensions == 2)
    return (Walk){push_mat(L, h->shape[0], h->shape[1]), 0, 0, fortran};
  return (Walk){mat_column(push_vec(L, h->count)), 0, 0, false};
}

static void warn_inexact(lua_State *L, const char *path, size_t at) {
  warn(L, lua_pushfstring(L,
                          "data.load_npy: %s has integers beyond 2^53 (the "
                          "first is number %I); they are rounded to the "
                          "nearest double",
                          path, (LUAI_UACINT)at + 1));
  lua_pop(L, 1);
}

/* Opens the file and checks its header; the numbers begin at *offset. */
static OpenFile *push_array_file(lua_State *L, const char *path, NpyHeader *h,
                                 size_t *offset) {
  OpenFile *f = push_open_file(L, path);
  *offset = push_header(L, f, path, h);
  check_type(L, path, h);
  check_dimensions(L, path, h);
  check_size(L, f, path, h, *offset);
  return f;
}

static int l_load(lua_State *L) {
  NpyHeader h;
  size_t offset;
  const char *path = check_path(L, 1);
  OpenFile *f = push_array_file(L, path, &h, &offset);
  Walk w = push_array(L, &h);
  size_t inexact = read_numbers(L, f, path, &h, w);
  file_close(f);
  if (inexact < h.count) warn_inexact(L, path, inexact);
  if (h.dimensions == 0) lua_pushnumber(L, *w.m.d);
  return 1;
}

/* -- opening -------------------------------------------------------------- */

/* The mapped numbers are used without conversion. */
static void check_as_it_stands(lua_State *L, const char *path,
                               const OpenFile *f, const NpyHeader *h,
                               size_t offset) {
  const uint16_t one = 1;
  const bool big = !*(const unsigned char *)&one;
  if (!f->sized) fail(L, "%s is not a file on a disk; use data.load_npy", path);
  if (h->kind != 'f' || h->width != sizeof(double) || h->big_first != big ||
      (h->fortran && h->dimensions == 2))
    fail(L,
         "%s does not hold float64 numbers in C order; use data.load_npy (or "
         "in NumPy: np.save(path, np.ascontiguousarray(a, float)))",
         path);
  if (!h->dimensions || !h->count || offset % sizeof(double))
    fail(L,
         "%s cannot be mapped: it has no dimensions, no numbers or an "
         "unaligned header; use data.load_npy",
         path);
}

static int l_open(lua_State *L) {
  NpyHeader h;
  size_t offset;
  const char *path = check_path(L, 1);
  OpenFile *f = push_array_file(L, path, &h, &offset);
  check_as_it_stands(L, path, f, &h, offset);
  char *at = push_mapping(L, f->file, path, offset + h.count * h.width);
  int error = errno;
  file_close(f);
  if (!at) fail(L, "%s: %s", path, file_gate_why(error));
  double *d = (double *)(void *)(at + offset);
  if (h.dimensions == 2)
    push_mat_view(L, -1, mat_of(d, h.shape[0], h.shape[1]));
  else
    push_vec_view(L, -1, vec_of(d, h.count));
  return 1;
}

/* -- writing -------------------------------------------------------------- */

/* False if interrupted or on a write error. */
static bool write_array(FILE *file, const size_t *shape, size_t dimensions,
                        Walk w) {
  char header[NPY_HEADER_ROOM];
  unsigned char bytes[PIECE * sizeof(double)];
  double numbers[PIECE];
  fwrite(header, 1, npy_header_text(header, shape, dimensions), file);
  size_t n, count = w.m.rows * w.m.cols;
  for (size_t k = 0; k < count; k += n) {
    if (stop_asked(&interrupted) || ferror(file)) return false;
    n = count - k < PIECE ? count - k : PIECE;
    for (size_t i = 0; i < n; i++) numbers[i] = *step(&w);
    npy_write(bytes, numbers, n);
    fwrite(bytes, sizeof(double), n, file);
  }
  return true;
}

static Mat check_array(lua_State *L, int arg) {
  Mat *m = to_mat(L, arg);
  if (m) return *m;
  if (!to_vec(L, arg) && !is_plain_table(L, arg))
    fail_arg(L, arg,
             "matrix, vector, number or table of numbers (use d:matrix() "
             "for a dataset)");
  return mat_column(check_numbers(L, arg));
}

static int l_save(lua_State *L) {
  AtomicFile b;
  const char *path = check_path(L, 1);
  double x = lua_tonumber(L, 2);
  bool number = lua_type(L, 2) == LUA_TNUMBER;
  lua_settop(L, 2);
  Mat m = number ? mat_of(&x, 1, 1) : check_array(L, 2);
  size_t shape[] = {m.rows, m.cols};
  size_t dimensions = number ? 0 : to_mat(L, 2) ? 2 : 1;
  errno = 0;
  bool good = atomic_file_open(&b, path) &&
              atomic_file_end(&b, write_array(b.file, shape, dimensions,
                                              (Walk){m, 0, 0, false}));
  int error = errno;
  if (!good) check_interrupt(L);
  if (!good) fail(L, "%s: %s", path, file_gate_why(error));
  return 0;
}

static const Prim prims[] = {
  {"data.save_npy", l_save, "data.save_npy(path, X) -> nothing",
   "Writes a matrix, a vector or a number as a .npy file, which NumPy reads "
   "with X = np.load(path). The numbers are stored exactly, as float64 in C "
   "order, including nan and inf. Column names are not stored (data.write "
   "stores them). An existing file is replaced only when the new one is "
   "complete.",
   "path = path or os.tmpname()\n"
   "data.save_npy(path, matrix{{1, 2}, {3, 4}})\n"
   "data.load_npy(path) --> [[1 2]\n [3 4]]\n"
   "os.remove(path)"},
  {"data.load_npy", l_load, "data.load_npy(path) -> number or vector or matrix",
   "Reads a .npy file, as written by np.save(path, X), and returns a matrix, a "
   "vector or, for a zero-dimensional array, a number. Supports float64, "
   "float32, integers and booleans, little- or big-endian, in C or Fortran "
   "order. All are converted to doubles, with a warning if an integer beyond "
   "2^53 is rounded. Raises an error for anything else: objects (never "
   "unpickled), complex numbers, strings, dates, structured records, and "
   "arrays with three or more dimensions.",
   "path = path or os.tmpname()\n"
   "data.save_npy(path, vector{1.5, 2})\n"
   "data.load_npy(path) --> [1.5 2. ]\n"
   "os.remove(path)"},
  {"data.open_npy", l_open, "data.open_npy(path) -> vector or matrix",
   "Memory-maps the array of a .npy file (float64, C order, one or two "
   "dimensions). Only the parts that are accessed are read, so the array can "
   "be larger than memory; train then runs at the speed of the disk. Assigning "
   "to elements never changes the file. Do not modify the file while it is in "
   "use; if it is truncated, every use of the missing part is an error.",
   "path = path or os.tmpname()\n"
   "data.save_npy(path, matrix{{1, 2}, {3, 4}})\n"
   "data.open_npy(path)[2] --> [3 4]\n"
   "os.remove(path)"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_npy(lua_State *L) { registry_add(L, prims); }
