/* braille.h - a page of characters and braille dots for a terminal.
 *
 * A cell has one character or 2 x 4 dots; a dot is about as high as wide.
 * Coordinates are dots, with y upwards from the bottom of the page, so that
 * code that draws pixels can draw here (canvas.h).
 *
 * Below the dots is a layer of shades, for marks that fill regions with colors
 * (contours, images, surfaces): the background of cells, or, without colors,
 * dots whose density shows the value.
 */
#ifndef PLOT_TEXT_BRAILLE_H
#define PLOT_TEXT_BRAILLE_H

#include "plot/raster/render.h"
#include "plot/canvas/canvas.h"

enum { DOTS_WIDE = 2, DOTS_HIGH = 4 }; /* dots per cell */

typedef enum ColorDepth { COLORS_NONE, COLORS_256, COLORS_TRUE } ColorDepth;

typedef enum Ink { INK_NONE, INK_SOLID, INK_STROKE } Ink;

typedef struct Dot {
  Ink ink;
  bool shaded;
  Color color, shade;
} Dot;

/* The second cell of a wide character, which is not printed. */
enum { GLYPH_TAIL = 0xE000 };

/* letter 0: none. mark: a combining accent, or 0. */
typedef struct Glyph {
  unsigned long letter, mark;
  Color color;
  bool bold, plain; /* plain: the terminal's own color */
} Glyph;

typedef struct Braille {
  size_t columns, rows;  /* cells */
  Dot *dots;             /* DOTS_WIDE columns x DOTS_HIGH rows, top down */
  Glyph *glyphs;         /* columns x rows */
  unsigned char *inside; /* scratch, one byte per dot */
  ColorDepth depth;
  bool dark;    /* is the terminal's background dark? */
  bool blends;  /* the background color is known: faint shapes are shades */
  Color ground; /* the background color */
  bool shading; /* filled shapes go to the layer of shades */
  bool bright_is_dense; /* without colors: bright shades have many dots */
  double density;       /* of filled shapes, 0 to 1 */
  Color color;
  double alpha;
  LineStyle line;
  double phase; /* along a dashed line */
  long left, right, low,
    high; /* the view, in dots; right and high are exclusive */
} Braille;

/* The size of its arrays in bytes; they must be zeroed. */
size_t braille_count(const Braille *d);

/* Makes it the backend of canvas.h. */
void braille_use(Braille *d, Canvas *canvas);

/* Drawing: the calls of canvas.h. */
void braille_view(Braille *d, const Box *box);
void braille_line(Braille *d, size_t n, const double *x, const double *y);
void braille_polygon(Braille *d, size_t n, const double *x, const double *y);
void braille_disc(Braille *d, double x, double y, double diameter);
/* Draws one character at this position unless its cell is out of view. */
void braille_letter(Braille *d, double x, double y, unsigned long letter);
void braille_text(Braille *d, double x, double y, Lettering how,
                  const char *escaped);

/* Writes text from a cell on, at most `most` cells; longer text ends in "…".
 * Any bytes are accepted. Returns the number of cells used. */
size_t braille_write(Braille *d, size_t column, size_t row, const char *text,
                     size_t most, bool bold);
/* The number of cells the text needs. */
size_t braille_width(const char *text);
/* Puts a character in one cell, in the pen's color; does nothing outside the
 * page. */
void braille_put(Braille *d, long column, long row, unsigned long letter);

/* Sets the pen to the terminal's foreground color. */
void braille_plain(Braille *d);

/* Appends the page as UTF-8, one line per row, with escape sequences for
 * colors. Returns false if there is not enough memory. */
bool braille_print(const Braille *d, Bytes *out);

#endif
