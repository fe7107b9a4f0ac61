/* npy.h - NumPy's file of one array: a header in text, then the numbers.
 *
 * The format is that of numpy.lib.format, versions 1.0 to 3.0: "\x93NUMPY", two
 * bytes of version, the length of the header as 2 bytes (1.0) or 4, least
 * first, and the header, a Python dictionary such as
 *   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
 * Nothing here reads files or takes memory.
 */
#ifndef CORE_FORMAT_NPY_H
#define CORE_FORMAT_NPY_H

#include <stdbool.h>

#include "core/status.h"

enum {
  NPY_PREFIX = 12,       /* bytes that tell where the header is */
  NPY_HEADER_ROOM = 256, /* for npy_header_text */
  NPY_MOST_DIMENSIONS = 32
};

/* What is wrong, as the value of a STATUS_SYNTAX. */
typedef enum NpyFault {
  NPY_NO_NPY,  /* it does not begin as such a file does */
  NPY_VERSION, /* version i.j is not known */
  NPY_DAMAGED, /* the header cannot be read from its byte i on */
  NPY_LARGE    /* more numbers than can be counted */
} NpyFault;

typedef struct NpyHeader {
  const char *type; /* 'descr' as it stands in the text, without quotes; */
  size_t type_n;    /* of a structured type the opening bracket alone */
  char kind;        /* 'f', 'i', 'u', 'b' (bool); 0: a type that is not read */
  size_t width;     /* bytes of a number: 1, 2, 4 or 8 */
  bool big_first;   /* the byte of greatest weight comes first */
  bool fortran;     /* the first index changes fastest */
  size_t dimensions, shape[NPY_MOST_DIMENSIONS];
  size_t count; /* of numbers: the product of the shape, 1 without any */
} NpyHeader;

/* Where the header is: its first byte and its length, from the first
 * NPY_PREFIX bytes of a file. */
Status npy_prefix(const unsigned char *bytes, size_t *first, size_t *length);

/* Reads the header's text, to which h->type then points. The bytes of all the
 * numbers, h->count * h->width, fit a size_t. */
Status npy_header(NpyHeader *h, const char *text, size_t n);

/* The n numbers at `bytes` as doubles. Returns the index of the first
 * integer beyond 2^53 that no double equals; n if there is none. */
size_t npy_read(double *out, const unsigned char *bytes, size_t n,
                const NpyHeader *h);

/* All that stands before the numbers of a float64 array in C order, as NumPy
 * 1.24 writes it: a multiple of 64 bytes, which is given; `out` has
 * NPY_HEADER_ROOM. At most two dimensions. */
size_t npy_header_text(char *out, const size_t *shape, size_t dimensions);

/* Writes n doubles as 8 bytes each, least first. */
void npy_write(unsigned char *out, const double *numbers, size_t n);

#endif
