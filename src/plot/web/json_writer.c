/* json_writer.c - writes JSON into a growing block of bytes. */
#define _POSIX_C_SOURCE 200809L /* strnlen */
#include "plot/web/json_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/utf8.h"

static void put(JsonWriter *w, const char *d, size_t n) {
  if (!w->failed) w->failed = !bytes_add(w->out, d, n);
}

static void put_text(JsonWriter *w, const char *text) {
  put(w, text, strlen(text));
}

/* Keys are plain words of this program. */
static void begin(JsonWriter *w, const char *key) {
  if (w->comma) put_text(w, ",");
  w->comma = true;
  if (!key) return;
  put_text(w, "\"");
  put_text(w, key);
  put_text(w, "\":");
}

void json_writer_open(JsonWriter *w, const char *key, char bracket) {
  begin(w, key);
  put(w, &bracket, 1);
  w->comma = false;
}

void json_writer_close(JsonWriter *w, char bracket) {
  put(w, &bracket, 1);
  w->comma = true;
}

/* -- values --------------------------------------------------------------- */

void json_writer_number(JsonWriter *w, const char *key, double x) {
  char text[32];
  begin(w, key);
  if (!isfinite(x)) {
    put_text(w, "null");
    return;
  }
  for (int digits = 6; digits <= 17; digits += digits < 15 ? 9 : 2) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    if (strtod(text, NULL) == x) break;
  }
  put_text(w, text);
}

void json_writer_pixel(JsonWriter *w, double x) {
  char text[32];
  begin(w, NULL);
  snprintf(text, sizeof text, "%.6g", isfinite(x) ? x : 0);
  put_text(w, text);
}

void json_writer_flag(JsonWriter *w, const char *key, bool on) {
  begin(w, key);
  put_text(w, on ? "true" : "false");
}

/* Returns the number of bytes of the character at `text`. */
static size_t put_letter(JsonWriter *w, const char *text) {
  unsigned long letter;
  char code[8];
  size_t n = utf8_decode(text, strnlen(text, 4), &letter);
  if (!n) {
    put_text(w, "\uFFFD");
    return 1;
  }
  if (letter < 32 || letter == '<') {
    snprintf(code, sizeof code, "\\u%04lx", letter);
    put_text(w, code);
  } else {
    if (letter == '"' || letter == '\\') put_text(w, "\\");
    put(w, text, n);
  }
  return n;
}

void json_writer_text(JsonWriter *w, const char *key, const char *text) {
  begin(w, key);
  if (!text) {
    put_text(w, "null");
    return;
  }
  put_text(w, "\"");
  while (*text) text += put_letter(w, text);
  put_text(w, "\"");
}

void json_writer_color(JsonWriter *w, const char *key, Color c) {
  char text[8];
  snprintf(text, sizeof text, "#%02x%02x%02x", c.r, c.g, c.b);
  json_writer_text(w, key, text);
}

void json_writer_vec(JsonWriter *w, const char *key, Vec v) {
  json_writer_open(w, key, '[');
  for (size_t i = 0; i < v.n; i++) json_writer_number(w, NULL, *vec_at(v, i));
  json_writer_close(w, ']');
}

void json_writer_mat(JsonWriter *w, const char *key, Mat z) {
  json_writer_open(w, key, '[');
  for (size_t i = 0; i < z.rows; i++)
    for (size_t j = 0; j < z.cols; j++)
      json_writer_number(w, NULL, *mat_at(z, i, j));
  json_writer_close(w, ']');
}
