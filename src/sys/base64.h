/* base64.h - bytes as letters, RFC 4648. */
#ifndef SYS_BASE64_H
#define SYS_BASE64_H

#include <stddef.h>

/* Writes 4 characters for every 3 bytes, without a final 0, and returns their
 * number. Parts of a longer text, except the last, need n to be a multiple
 * of 3. */
size_t base64_encode(char *out, const unsigned char *d, size_t n);

#endif
