/* render_parts.h - what the files that draw a figure share. */
#ifndef PLOT_RENDER_PARTS_H
#define PLOT_RENDER_PARTS_H

#include "render_canvas.h"
#include "ticks.h"

/* One drawing under way. Scratch lives until its end, however it ends. */
typedef struct Render {
  const Figure *figure;
  Canvas canvas;
  StopFlag stop;
  struct Scratch *scratch;
  struct Stroke *stroke; /* of clip_line, made once */
  double unit; /* pixels for what is 1 pixel in a panel of 600 x 400 */
} Render;

/* An axes with its place on the page. */
typedef struct Panel {
  const Axes *axes;
  Box box;         /* where the data go */
  Range data[2];   /* limits by direction, before `equal` widened them */
  Range limits[2]; /* hi < lo runs backwards */
  Ticks ticks[2];
} Panel;

/* Leaves the drawing for good; the guard cleans up. */
_Noreturn void render_fail(Status status);
/* Leaves when the person asked to stop. */
void render_poll(const Render *r);
/* Leaves when there is no memory. Not filled. */
void *render_scratch(Render *r, size_t n, size_t size);

extern const Color ink_color, axis_color, grid_color, panel_color,
  white_color;

/* Sizes of text, in Render units. */
extern const double tick_size, label_size, title_size, legend_size;

/* render_axes.c */
void panels_layout(const Render *r, Panel *panels);
void panel_draw_back(const Render *r, const Panel *panel);
void panel_draw_front(const Render *r, const Panel *panel);
void figure_draw_title(const Render *r, const Panel *first);
/* Pixels; nan stays nan, what is far away stays within CANVAS_FAR. */
double panel_x(const Panel *panel, double x);
double panel_y(const Panel *panel, double y);

/* render_clip.c: polylines and polygons cut to the panel in double. */
void clip_line(Render *r, const Panel *panel, const Mark *mark);
void clip_polygon(Render *r, Box box, size_t n, const double *x,
                  const double *y);

/* render_marks.c, render_scatter.c, render_contour.c */
void panel_draw_marks(Render *r, const Panel *panel);
void draw_markers(Render *r, const Panel *panel, const Mark *mark);
void draw_marker(const Render *r, const Style *style, double x, double y);
void draw_contour(Render *r, const Panel *panel, const Mark *mark);

/* render_legend.c: after the marks, into the emptiest place. */
void panel_draw_legend(const Render *r, const Panel *panel);

#endif
