/* screen_image.h - what a part of the screen shows: rows of cells, and where
 * the cursor is.
 *
 * A pen draws on an image like a terminal: from left to right, continuing in
 * the next row after the last column. It may draw more than the image shows.
 */
#ifndef REPL_SCREEN_SCREEN_IMAGE_H
#define REPL_SCREEN_SCREEN_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Row and column, counted from 0. */
typedef struct ScreenPlace {
  int row, column;
} ScreenPlace;

/* A character with the marks that combine with it. A wide one is followed by
 * cells of no width. */
typedef struct ScreenCell {
  uint32_t text; /* where its bytes are in the image's text */
  uint16_t n;    /* the number of its bytes; 0: a space */
  uint8_t width; /* in columns */
  uint8_t style; /* see screen_style.h */
  bool loose;    /* do terminals disagree about the width? */
} ScreenCell;

typedef struct ScreenRow {
  int length; /* columns up to the last cell; the rest is empty */
  bool wraps; /* does the text continue in the next row? Then that row is not
                 empty, and a terminal that becomes wider joins the rows. */
} ScreenRow;

/* The cells of row i are cells[i * width ...]. */
typedef struct ScreenImage {
  int width, height; /* the most that can be shown */
  int rows;          /* that are shown */
  ScreenRow *row;
  ScreenCell *cells;
  char *text;
  size_t n, size; /* used and allocated bytes of text */
  ScreenPlace cursor;
  char sequences[128]; /* escape sequences that show nothing, such as one for
                          the shape of the cursor */
} ScreenImage;

/* Makes the image empty and sets its size; false if there is no memory. An
 * image is zero at first. */
bool screen_image_clear(ScreenImage *image, int width, int height);
void screen_image_free(ScreenImage *image);

const ScreenCell *screen_image_cells(const ScreenImage *image, int row);

/* Empties a row; the one above no longer wraps. */
void screen_image_clear_row(ScreenImage *image, int row);

/* Removes rows at the end, or adds empty ones up to the height. */
void screen_image_set_rows(ScreenImage *image, int rows);

/* Shows an ASCII character instead of what is in a column of a row. */
void screen_image_replace(ScreenImage *image, int row, int column, char c);

/* The row of the cursor after a terminal that joins and breaks rows got another
 * width. */
int screen_image_reflow(const ScreenImage *image, int width);

typedef struct ScreenPen {
  ScreenImage *image; /* NULL: only moves */
  ScreenPlace from;   /* what the first cell of the image shows */
  int margin;         /* columns of a row */
  int style;
  ScreenPlace at;   /* where the next character goes */
  ScreenPlace last; /* where the last character is */
  int columns;      /* of the last character; 0 if no mark can join it */
  size_t joiners;   /* bytes before the next character that join it to it */
  ScreenCell *cell; /* of the last character, if the image shows it */
} ScreenPen;

/* Draws a character of n bytes. One that is wider than a row becomes a `?`. */
void screen_image_put(ScreenPen *pen, const char *text, size_t n, int columns,
                      bool loose);
/* Adds n bytes to the last character, which becomes wider by `columns`. Returns
 * false if that is not possible. */
bool screen_image_join(ScreenPen *pen, const char *text, size_t n, int columns,
                       bool loose);
/* Goes to the next row. */
void screen_image_newline(ScreenPen *pen);

#endif
