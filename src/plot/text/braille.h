/* braille.h - a page of letters and braille dots, as a terminal shows it.
 *
 * A cell has one letter, or 2 x 4 dots; a dot is about as high as wide. Places
 * are counted in dots, y upwards from the bottom of the page, so that what
 * draws on a sheet of pixels can draw here (canvas.h).
 *
 * Below the dots lies a layer of shades, for what fills its region with colors
 * (contours, images, surfaces): the background of cells, or without colors, dots
 * whose density shows the value.
 */
#ifndef PLOT_TEXT_BRAILLE_H
#define PLOT_TEXT_BRAILLE_H

#include "plot/raster/render.h"
#include "plot/canvas/canvas.h"

enum { DOTS_WIDE = 2, DOTS_HIGH = 4 }; /* of a cell */

typedef enum ColorDepth { COLORS_NONE, COLORS_256, COLORS_TRUE } ColorDepth;

typedef enum Ink { INK_NONE, INK_SOLID, INK_STROKE } Ink;

typedef struct Dot {
  Ink ink;
  bool shaded;
  Color color, shade;
} Dot;

/* The second cell of a wide character, which is not printed. */
enum { GLYPH_TAIL = 0xE000 };

/* letter 0: none. mark: an accent that combines with it, or 0. */
typedef struct Glyph {
  unsigned long letter, mark;
  Color color;
  bool bold, plain; /* plain: the terminal's own color */
} Glyph;

typedef struct Braille {
  size_t columns, rows;  /* cells */
  Dot *dots;             /* DOTS_WIDE columns x DOTS_HIGH rows, top down */
  Glyph *glyphs;         /* columns x rows */
  unsigned char *inside; /* scratch of one byte a dot */
  ColorDepth depth;
  bool dark;            /* is the terminal's background? */
  bool blends;          /* its color is known: faint shapes are shades */
  Color ground;         /* which color */
  bool shading;         /* what is filled goes into the layer of shades */
  bool bright_is_dense; /* without colors: where dots are many */
  double density;       /* of filled shapes, 0 to 1 */
  Color color;
  double alpha;
  LineStyle line;
  double phase;                /* along a dashed line */
  long left, right, low, high; /* the view, in dots: right and high are out */
} Braille;

/* Bytes of its arrays; they must be zero at first. */
size_t braille_count(const Braille *d);

/* Makes it what canvas.h draws on. */
void braille_use(Braille *d, Canvas *canvas);

/* Drawing: the calls of canvas.h. */
void braille_view(Braille *d, const Box *box);
void braille_line(Braille *d, size_t n, const double *x, const double *y);
void braille_polygon(Braille *d, size_t n, const double *x, const double *y);
void braille_disc(Braille *d, double x, double y, double diameter);
/* One letter at the place, not clipped to a cell that is out of the view. */
void braille_letter(Braille *d, double x, double y, unsigned long letter);
void braille_text(Braille *d, double x, double y, Lettering how,
                  const char *escaped);

/* The text's letters from a cell on, at most `most` cells; what is longer ends
 * in "…". Any bytes are accepted. Gives the cells taken. */
size_t braille_write(Braille *d, size_t column, size_t row, const char *text,
                     size_t most, bool bold);
/* How many cells the text takes. */
size_t braille_width(const char *text);
/* The letter in one cell, in the pen's color; outside of the page: nothing. */
void braille_put(Braille *d, long column, long row, unsigned long letter);

/* The pen of the terminal's own color. */
void braille_plain(Braille *d);

/* The page as UTF-8, a line a row, with escape sequences for colors.
 * False: no memory. */
bool braille_print(const Braille *d, Bytes *out);

#endif
