/* panel.h - what the files that draw a figure share. */
#ifndef PLOT_RASTER_PANEL_H
#define PLOT_RASTER_PANEL_H

#include "plot/raster/canvas.h"
#include "plot/figure/ticks.h"

/* One drawing under way. Scratch lives until its end, however it ends. */
typedef struct Render {
  const Figure *figure;
  Canvas canvas;
  StopFlag stop;
  struct Scratch *scratch;
  struct Stroke *stroke; /* of clip_line, made once */
  double unit; /* pixels for what is 1 pixel in a panel of 600 x 400 */
} Render;

/* The strip beside an axes that tells what its colours stand for. */
typedef struct ColorBar {
  const Mark *mark; /* NULL: none */
  Range range;
  bool log;
  size_t bands; /* of which it is made */
  Ticks ticks;
} ColorBar;

/* An axes with its place on the page. */
typedef struct Panel {
  const Axes *axes;
  size_t row, column;
  Box box;         /* where the data go */
  Range data[2];   /* limits by direction, before `equal` widened them */
  Range limits[2]; /* hi < lo runs backwards */
  Ticks ticks[2];
  bool told[2]; /* has texts at its ticks: shared ones stand at the rim */
  bool turned;  /* those of x run upwards, for they are long */
  ColorBar bar;
  double legend; /* width of a legend that stands outside; 0: inside */
} Panel;

/* Draws a terminal's page: `draw_page` opens it with canvas_open_dots. Its
 * scratch is given back, and the Status explained, as render_memory does. */
Status render_cells(Render *r, void (*draw_page)(Render *, void *), void *data,
                    char *why);

/* Leaves the drawing for good; the guard cleans up. */
_Noreturn void render_fail(Status status);
/* Leaves when the person asked to stop. */
void render_poll(const Render *r);
/* Leaves when there is no memory. Not filled. */
void *render_scratch(Render *r, size_t n, size_t size);

/* Scratch made after `mark` (render_mark) is given back. */
struct Scratch *render_mark(const Render *r);
void render_release(Render *r, struct Scratch *mark);

/* The pen for a colour of the theme, or for a colour a person chose. */
const Theme *render_theme(const Render *r);
void render_color(const Render *r, Color color, double alpha);

/* Sizes of text and lengths, in Render units. */
extern const double tick_size, label_size, title_size, legend_size;
extern const double tick_length, tick_gap, label_gap;
/* Text of `widest` pixels at most; size in Render units. */
void render_text(const Render *r, double x, double y, Lettering how,
                 const char *text, double widest);

/* layout.c, limits.c */
void layout_panels(Render *r, Panel *panels);
void limits_of_panels(const Render *r, Panel *panels);
void limits_fit(Panel *panel);
/* Of the widest text, in Render units. */
double draw_axes_ticks_width(const Ticks *ticks);

/* draw_axes.c */
void draw_axes_back(const Render *r, const Panel *panel);
void draw_axes_front(const Render *r, const Panel *panel);
void layout_draw_title(const Render *r, const Panel *first);
/* Where a value of the range lies between two pixels. */
double scale_at(double value, Range range, bool log, double from, double to);
/* Pixels; nan stays nan, what is far away stays within CANVAS_FAR. */
double panel_x(const Panel *panel, double x);
double panel_y(const Panel *panel, double y);
/* The way back; false: the pixel is outside, or the axes is a surface's. */
bool layout_place(const Panel *panel, double right, double up, double *x,
                  double *y);

/* clip.c: polylines and polygons cut to the panel in double. */
void clip_line(Render *r, const Panel *panel, const Mark *mark);
/* The same for pixels, nan being a gap; open first. `whole`: long lines must not
 * show where strokes meet. */
void clip_open(Render *r, Box box, bool whole);
void clip_path(Render *r, size_t n, const double *x, const double *y);
void clip_polygon(Render *r, Box box, size_t n, const double *x,
                  const double *y);

/* marks.c and a file a kind */
void marks_draw(Render *r, const Panel *panel);
void marks_draw_one(Render *r, const Panel *panel, const Mark *mark);
void scatter_draw(Render *r, const Panel *panel, const Mark *mark);
void scatter_marker(const Render *r, const Style *style, double x, double y);
/* What stands for it in a terminal; 0: a dot. */
unsigned long scatter_marker_letter(Marker marker);
void contour_draw(Render *r, const Panel *panel, const Mark *mark);
void image_draw(Render *r, const Panel *panel, const Mark *mark);
void surface_draw(Render *r, const Panel *panel, const Mark *mark);
void draw_arrows(Render *r, const Panel *panel, const Mark *mark);
void draw_arrows_annotation(Render *r, const Panel *panel, const Mark *mark);

/* Where the heights of a contour change colour, ascending. */
enum { LEVELS_MOST = 64 };
typedef struct Levels {
  size_t n;
  double at[LEVELS_MOST];
} Levels;
Levels contour_levels(const Mark *mark);

/* A grid of heights over bent lines: `place` gives the pixel of grid position
 * (row, column), fractions included. */
typedef struct HeightGrid {
  const double *const *rows;
  size_t first_row, row_count, columns;
  void (*place)(double row, double column, double *x, double *y,
                const void *data);
  const void *data;
} HeightGrid;

/* regions.c: everything where the grid is at `level` or above, filled. */
void regions_fill(Render *r, Box box, const HeightGrid *grid, double level);
/* Its border, without the sides of the grid. */
void regions_outline(Render *r, Box box, const HeightGrid *grid, double level);

/* color_bar.c: what colours stand for, and the bar that tells it. */
Range color_bar_mark_colors(const Mark *mark);
/* Widened around its place when its ends differ by less than `near` of them. */
Range range_apart(Range range, double near);
/* Position 0..1 along the map. */
double color_bar_position(Range range, double value);
void color_bar_prepare(ColorBar *bar, const Axes *axes);
/* What it needs beside the panel, in Render units. */
double color_bar_room(const ColorBar *bar);
void color_bar_draw(const Render *r, const Panel *panel);

/* legend.c: after the marks, into the emptiest place. */
void legend_draw(const Render *r, const Panel *panel);
/* The width it needs beside the panel, in pixels; 0: it fits inside. */
double legend_is_outside(const Render *r, const Panel *panel);
/* How much of what is drawn lies in the box. */
size_t panel_hidden_in(const Panel *panel, Box box);

#endif
