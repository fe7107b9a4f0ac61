#include "core/format/npy.h"

#include <stdint.h>
#include <string.h>

static const char MAGIC[] = "\x93NUMPY";

static Status fault(NpyFault what, size_t i, size_t j) {
  return status_error(STATUS_SYNTAX, i, j, (double)what);
}

/* Reads an integer of n bytes. */
static uint64_t integer(const unsigned char *p, size_t n, bool big_first) {
  uint64_t x = 0;
  for (size_t k = 0; k < n; k++) x = x << 8 | p[big_first ? k : n - 1 - k];
  return x;
}

Status npy_prefix(const unsigned char *bytes, size_t *first, size_t *length) {
  if (memcmp(bytes, MAGIC, 6) != 0) return fault(NPY_NO_NPY, 0, 0);
  size_t major = bytes[6], minor = bytes[7];
  if (major < 1 || major > 3 || minor != 0)
    return fault(NPY_VERSION, major, minor);
  size_t n = major == 1 ? 2 : 4;
  *first = 8 + n;
  *length = (size_t)integer(bytes + 8, n, false);
  return status_ok();
}

/* -- the header ----------------------------------------------------------- */

typedef struct Text {
  const char *first, *at, *end;
} Text;

static void skip_blanks(Text *t) {
  while (t->at < t->end && strchr(" \t\r\n", *t->at) && *t->at) t->at++;
}

/* Skips blanks and the given character, if it is next. */
static bool take(Text *t, char c) {
  skip_blanks(t);
  if (t->at == t->end || *t->at != c) return false;
  t->at++;
  return true;
}

static bool take_word(Text *t, const char *word) {
  size_t n = strlen(word);
  skip_blanks(t);
  if ((size_t)(t->end - t->at) < n || memcmp(t->at, word, n) != 0) return false;
  t->at += n;
  return true;
}

/* 'text' or "text", without escapes. */
static bool take_string(Text *t, const char **text, size_t *n) {
  skip_blanks(t);
  if (t->at == t->end || (*t->at != '\'' && *t->at != '"')) return false;
  const char quote = *t->at, *first = t->at + 1;
  const char *last = memchr(first, quote, (size_t)(t->end - first));
  if (!last || memchr(first, '\\', (size_t)(last - first))) return false;
  *text = first;
  *n = (size_t)(last - first);
  t->at = last + 1;
  return true;
}

/* A count; SIZE_MAX on overflow. Python 2 may append an L. */
static bool take_count(Text *t, size_t *n) {
  skip_blanks(t);
  const char *first = t->at;
  *n = 0;
  for (; t->at < t->end && *t->at >= '0' && *t->at <= '9'; t->at++) {
    size_t digit = (size_t)(*t->at - '0');
    *n = *n > (SIZE_MAX - digit) / 10 ? SIZE_MAX : *n * 10 + digit;
  }
  bool any = t->at > first;
  if (any && t->at < t->end && *t->at == 'L') t->at++;
  return any;
}

/* (3, 4), (3,) or (). */
static bool take_shape(Text *t, NpyHeader *h) {
  if (!take(t, '(')) return false;
  for (h->dimensions = 0; !take(t, ')'); h->dimensions++) {
    if (h->dimensions == NPY_MOST_DIMENSIONS) return false;
    if (!take_count(t, &h->shape[h->dimensions])) return false;
    if (take(t, ',')) continue;
    if (!take(t, ')')) return false;
    h->dimensions++;
    return h->dimensions > 1; /* (3) is a number, not a shape */
  }
  return true;
}

static bool is_width(const NpyHeader *h, size_t width) {
  switch (h->kind) {
  case 'f': return width == 4 || width == 8;
  case 'b': return width == 1;
  default: return width == 1 || width == 2 || width == 4 || width == 8;
  }
}

/* "<f8": byte order, kind, width. */
static void read_type(NpyHeader *h) {
  const char *p = h->type;
  h->kind = 0;
  if (h->type_n != 3 || !strchr("<>|", p[0]) || !strchr("fiub", p[1])) return;
  h->big_first = p[0] == '>';
  h->kind = p[1];
  h->width = (size_t)(p[2] - '0');
  if (!is_width(h, h->width) || (p[0] == '|' && h->width > 1)) h->kind = 0;
}

/* Skips a structured type in brackets. */
static bool take_structure(Text *t, NpyHeader *h) {
  const char *text = NULL;
  size_t n, depth = 0;
  skip_blanks(t);
  h->type = t->at;
  h->type_n = 1;
  while (t->at < t->end) {
    char c = *t->at;
    if ((c == '\'' || c == '"') && take_string(t, &text, &n)) continue;
    if (c == '[' || c == '(') depth++;
    if (c == ']' || c == ')') depth--;
    t->at++;
    if (!depth) return true;
  }
  return false;
}

static bool take_type(Text *t, NpyHeader *h) {
  skip_blanks(t);
  bool structured = t->at < t->end && (*t->at == '[' || *t->at == '(');
  if (structured) return take_structure(t, h);
  if (!take_string(t, &h->type, &h->type_n)) return false;
  read_type(h);
  return true;
}

static bool take_order(Text *t, NpyHeader *h) {
  h->fortran = take_word(t, "True");
  return h->fortran || take_word(t, "False");
}

/* Parses one entry; each of the three keys occurs once, in any order. */
static bool take_entry(Text *t, NpyHeader *h, bool seen[3]) {
  static const char *const keys[] = {"descr", "fortran_order", "shape"};
  static bool (*const takers[])(Text *, NpyHeader *) = {take_type, take_order,
                                                        take_shape};
  const char *key;
  size_t n;
  if (!take_string(t, &key, &n)) return false;
  for (size_t k = 0; k < 3; k++)
    if (strlen(keys[k]) == n && !memcmp(keys[k], key, n) && !seen[k]) {
      seen[k] = true;
      return take(t, ':') && takers[k](t, h);
    }
  return false;
}

static bool take_dictionary(Text *t, NpyHeader *h) {
  bool seen[3] = {false, false, false};
  if (!take(t, '{')) return false;
  while (!take(t, '}')) {
    if (!take_entry(t, h, seen)) return false;
    if (take(t, ',')) continue;
    if (!take(t, '}')) return false;
    break;
  }
  skip_blanks(t);
  return seen[0] && seen[1] && seen[2] && t->at == t->end;
}

/* No dimension may overflow, even if another is zero. */
static bool set_count(NpyHeader *h) {
  size_t most = SIZE_MAX / 8 / 2;
  bool empty = false;
  h->count = 1;
  for (size_t k = 0; k < h->dimensions; k++) {
    size_t n = h->shape[k];
    empty = empty || n == 0;
    if (n > most || (n && h->count > most / n)) return false;
    h->count *= n ? n : 1;
  }
  if (empty) h->count = 0;
  return true;
}

Status npy_header(NpyHeader *h, const char *text, size_t n) {
  Text t = {text, text, text + n};
  *h = (NpyHeader){0};
  if (!take_dictionary(&t, h))
    return fault(NPY_DAMAGED, (size_t)(t.at - text), 0);
  if (!set_count(h)) return fault(NPY_LARGE, 0, 0);
  return status_ok();
}

/* -- numbers -------------------------------------------------------------- */

/* Is the absolute value of this integer exactly representable as a double? */
static bool is_exact(uint64_t size) {
  while (size > UINT64_C(1) << 53) {
    if (size & 1) return false;
    size >>= 1;
  }
  return true;
}

static double from_bits(uint64_t bits, const NpyHeader *h, bool *exact) {
  double x;
  float f;
  if (h->kind == 'f' && h->width == 8) {
    memcpy(&x, &bits, sizeof x);
    return x;
  }
  if (h->kind == 'f') {
    uint32_t low = (uint32_t)bits;
    memcpy(&f, &low, sizeof f);
    return (double)f;
  }
  if (h->kind == 'b') return bits != 0;
  bool negative = h->kind == 'i' && bits >> ((8 * h->width - 1) % 64);
  uint64_t mask =
    h->width == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * h->width) - 1;
  uint64_t size = negative ? (~bits + 1) & mask : bits;
  *exact = is_exact(size);
  return negative ? -(double)size : (double)size;
}

size_t npy_read(double *out, const unsigned char *bytes, size_t n,
                const NpyHeader *h) {
  size_t first = n;
  for (size_t k = 0; k < n; k++) {
    bool exact = true;
    uint64_t bits = integer(bytes + k * h->width, h->width, h->big_first);
    out[k] = from_bits(bits, h, &exact);
    if (!exact && first == n) first = k;
  }
  return first;
}

/* -- writing -------------------------------------------------------------- */

static char *put_text(char *p, const char *text) {
  while (*text) *p++ = *text++;
  return p;
}

static char *put_count(char *p, size_t n) {
  char digits[24];
  size_t k = 0;
  do digits[k++] = (char)('0' + n % 10);
  while (n /= 10);
  while (k) *p++ = digits[--k];
  return p;
}

/* NumPy leaves room for the first dimension to grow to 21 digits in place. */
size_t npy_header_text(char *out, const size_t *shape, size_t dimensions) {
  enum { GROWN = 21, ALIGNMENT = 64 };
  char *p = out + 10, *first = p;
  p = put_text(p, "{'descr': '<f8', 'fortran_order': False, 'shape': (");
  size_t spare = 0;
  for (size_t k = 0; k < dimensions; k++) {
    char *before = p;
    p = put_count(p, shape[k]);
    if (k == 0) spare = GROWN - (size_t)(p - before);
    if (k + 1 < dimensions || dimensions == 1) *p++ = ',';
    if (k + 1 < dimensions) *p++ = ' ';
  }
  p = put_text(p, "), }");
  size_t used = (size_t)(p - out) + spare + 1;
  size_t n = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  memset(p, ' ', (size_t)(out + n - p));
  out[n - 1] = '\n';
  memcpy(out, MAGIC, 6);
  out[6] = 1;
  out[7] = 0;
  size_t length = (size_t)(out + n - first);
  out[8] = (char)(length & 0xFF);
  out[9] = (char)(length >> 8);
  return n;
}

void npy_write(unsigned char *out, const double *numbers, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, &numbers[i], sizeof bits);
    for (int k = 0; k < 8; k++) *out++ = (unsigned char)(bits >> 8 * k);
  }
}
