/* base64.c - bytes as letters, RFC 4648. */
#include "sys/base64.h"

size_t base64_encode(char *out, const unsigned char *d, size_t n) {
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t m = 0;
  for (size_t i = 0; i < n; i += 3) {
    size_t left = n - i;
    unsigned long v = (unsigned long)d[i] << 16 |
                      (left > 1 ? (unsigned long)d[i + 1] << 8 : 0) |
                      (left > 2 ? d[i + 2] : 0u);
    for (size_t k = 0; k < 4; k++)
      out[m++] = k <= left ? letters[v >> (18 - 6 * k) & 63] : '=';
  }
  return m;
}
