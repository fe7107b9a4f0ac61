/* record.h - writes down what is drawn on a canvas, as JSON.
 *
 * The page repeats these operations. What they draw, and where, is decided
 * here, by the functions that also draw the PNG, so that both look the same,
 * also for a kind of mark that the page has never heard of.
 *
 * A recording is an array of parts: {"part": name, "mark": index, "ops": [...]}.
 * `mark` is the index of a mark in its axes, or -1. Operations are arrays;
 * coordinates are pixels from the top left:
 *
 *   ["v", 0 or 1]            clip: to the whole page, or to the axes
 *   ["c", "#rrggbb", alpha]  color
 *   ["p", width, style]      pen; the style is an index of line_words
 *   ["l", x, y, x, y, ...]   line
 *   ["f", rim, x, y, ...]    filled polygon with an outline of width `rim`
 *   ["d", x, y, diameter]    disc
 *   ["t", x, y, size, just, flags, text]  see Lettering; flags: 1 bold, 2 turned
 *                            upwards; levels in the text as in text.h
 */
#ifndef PLOT_WEB_RECORD_H
#define PLOT_WEB_RECORD_H

#include "plot/canvas/canvas.h"
#include "plot/figure/axes.h"
#include "plot/web/json_writer.h"

typedef struct Record {
  JsonWriter *json;
  const Axes *axes;
  double x, y;      /* the page's coordinates of the pixel that becomes 0, 0 */
  const char *only; /* NULL: all parts; otherwise those of this name */
  bool open, skips; /* a part has been opened; the current one is left out */
} Record;

/* Directs drawing into `record` as the value of `key`, until record_end. */
void record_begin(Record *record, const Canvas *canvas, const char *key);
void record_end(Record *record);

#endif
