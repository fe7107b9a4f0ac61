/* json_writer.h - writes JSON into a growing block of bytes.
 *
 * Inside an object each value has a key; inside an array the key is NULL. If
 * memory runs out, `failed` is set and later calls do nothing.
 */
#ifndef PLOT_WEB_JSON_WRITER_H
#define PLOT_WEB_JSON_WRITER_H

#include "core/linalg/mat.h"
#include "plot/figure/bytes.h"
#include "plot/figure/color.h"

typedef struct JsonWriter {
  Bytes *out;
  bool comma; /* the next value needs a comma before it */
  bool failed;
} JsonWriter;

/* `bracket` is '{' or '['; to close, '}' or ']'. */
void json_writer_open(JsonWriter *w, const char *key, char bracket);
void json_writer_close(JsonWriter *w, char bracket);

/* The shortest decimal that is read as the same number; null if not finite. */
void json_writer_number(JsonWriter *w, const char *key, double x);
/* With six digits: enough for a pixel. */
void json_writer_pixel(JsonWriter *w, double x);
void json_writer_flag(JsonWriter *w, const char *key, bool on);
/* Any bytes are accepted: what is not UTF-8 becomes U+FFFD. '<' is escaped, so
 * that the text cannot end a script element. NULL is written as null. */
void json_writer_text(JsonWriter *w, const char *key, const char *text);
/* "#1f77b4" */
void json_writer_color(JsonWriter *w, const char *key, Color color);
void json_writer_vec(JsonWriter *w, const char *key, Vec v);
/* Row by row, in one array. */
void json_writer_mat(JsonWriter *w, const char *key, Mat z);

#endif
