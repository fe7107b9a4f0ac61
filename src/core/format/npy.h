/* npy.h - NumPy's file format for one array: a text header, then the numbers.
 *
 * The format is that of numpy.lib.format, versions 1.0 to 3.0: "\x93NUMPY",
 * two bytes for the version, the length of the header as 2 (version 1.0) or 4
 * bytes in little-endian order, and the header, a Python dictionary such as
 *   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
 * These functions read no files and allocate no memory.
 */
#ifndef CORE_FORMAT_NPY_H
#define CORE_FORMAT_NPY_H

#include <stdbool.h>

#include "core/status.h"

enum {
  NPY_PREFIX = 12,       /* bytes that npy_prefix needs */
  NPY_HEADER_ROOM = 256, /* for npy_header_text */
  NPY_MOST_DIMENSIONS = 32
};

/* The error, as the value of a STATUS_SYNTAX. */
typedef enum NpyFault {
  NPY_NO_NPY,  /* the file does not begin with the magic bytes */
  NPY_VERSION, /* version i.j is not supported */
  NPY_DAMAGED, /* the header is malformed from byte i on */
  NPY_LARGE    /* the size overflows */
} NpyFault;

typedef struct NpyHeader {
  const char *type; /* 'descr' in the text, without quotes; */
  size_t type_n;    /* only the opening bracket of a structured type */
  char kind;        /* 'f', 'i', 'u', 'b' (bool); 0: unsupported type */
  size_t width;     /* bytes per number: 1, 2, 4 or 8 */
  bool big_first;   /* big-endian */
  bool fortran;     /* the first index changes fastest */
  size_t dimensions, shape[NPY_MOST_DIMENSIONS];
  size_t count; /* product of the shape; 1 for no dimensions */
} NpyHeader;

/* Reads the position of the header's first byte and its length from the first
 * NPY_PREFIX bytes of a file. */
Status npy_prefix(const unsigned char *bytes, size_t *first, size_t *length);

/* Parses the header's text; h->type points into it. On success h->count *
 * h->width fits a size_t. */
Status npy_header(NpyHeader *h, const char *text, size_t n);

/* Converts the n numbers at `bytes` to doubles. Returns the index of the first
 * integer that no double represents exactly (beyond 2^53); n if there is
 * none. */
size_t npy_read(double *out, const unsigned char *bytes, size_t n,
                const NpyHeader *h);

/* Writes everything before the numbers of a float64 array in C order, as NumPy
 * 1.24 does. Returns the length, a multiple of 64 bytes; `out` has
 * NPY_HEADER_ROOM bytes. At most two dimensions. */
size_t npy_header_text(char *out, const size_t *shape, size_t dimensions);

/* Writes n doubles as 8 little-endian bytes each. */
void npy_write(unsigned char *out, const double *numbers, size_t n);

#endif
