/* terminal_marks.c - marks in dots, distinguished by color or shape. */
#include <math.h>
#include <stdio.h>

#include "plot/text/terminal_marks.h"
#include "plot/raster/draw_span.h"
#include "plot/raster/marks.h"
#include "plot/raster/scatter.h"
#include "plot/canvas/render_pen.h"

/* -- without colors ------------------------------------------------------ */

static bool has_line(const Mark *m) {
  return m->kind == MARK_LINE && m->style.line != LINE_NONE;
}

static bool is_band(const Mark *m) {
  return m->kind == MARK_FILL ||
         (m->kind == MARK_SPAN && !draw_span_is_line(m));
}

static bool is_bar(const Mark *m) {
  return m->kind == MARK_BAR || m->kind == MARK_HISTOGRAM;
}

static bool has_dots(const Mark *m) {
  return m->kind == MARK_SCATTER && m->style.marker == MARKER_DOT;
}

/* The number of similar marks before this one. */
static size_t count_before(const Axes *a, const Mark *mark,
                           bool (*is)(const Mark *)) {
  size_t n = 0;
  for (const Mark *m = a->first; m && m != mark; m = m->next) n += is(m);
  return n;
}

/* The second line is dashed, the second scatter has crosses, ... */
static void make_distinct(const Axes *a, const Mark *m, Mark *shown) {
  static const LineStyle lines[] = {LINE_SOLID, LINE_DASHED, LINE_DOTTED,
                                    LINE_DASHDOT};
  static const Marker markers[] = {MARKER_DOT,      MARKER_CROSS,
                                   MARKER_PLUS,     MARKER_SQUARE,
                                   MARKER_TRIANGLE, MARKER_DIAMOND};
  if (has_line(m) && m->style.line == LINE_SOLID)
    shown->style.line = lines[count_before(a, m, has_line) % 4];
  if (has_dots(m))
    shown->style.marker = markers[count_before(a, m, has_dots) % 6];
}

static double density_of(const Axes *a, const Mark *m) {
  static const double densities[] = {1, 0.5, 0.75, 0.25}, BAND = 0.4;
  if (is_band(m)) return BAND; /* must not look like points */
  return is_bar(m) ? densities[count_before(a, m, is_bar) % 4] : 1;
}

/* -- as they are drawn ---------------------------------------------------- */

static bool is_scatter(const Mark *m) { return m->kind == MARK_SCATTER; }

/* Many points are one dot each; few points are larger, or characters.
 * Characters have a coarser grid than dots, so they are used only to
 * distinguish classes. */
static Mark mark_shown(const Braille *d, const Axes *a, const Mark *m) {
  enum { SOME = 40, MANY = 250 };
  static const double SMALL = 4, LARGE = 8;
  Mark shown = *m;
  bool alone = count_before(a, NULL, is_scatter) == 1;
  if (is_scatter(m))
    shown.style.size = m->x.n > MANY ? SMALL : fmax(LARGE, m->style.size);
  if (is_scatter(m) && m->x.n > SOME && (d->depth != COLORS_NONE || alone))
    shown.style.marker = MARKER_DOT;
  if (d->depth == COLORS_NONE) make_distinct(a, m, &shown);
  return shown;
}

/* Lines between bands of dots would hide marks drawn over them. */
static bool is_hidden(const Braille *d, const Axes *a, const Mark *mark) {
  if (d->depth != COLORS_NONE || mark->kind != MARK_CONTOUR) return false;
  for (const Mark *m = a->first; m != mark; m = m->next)
    if (m->kind == MARK_CONTOUR && m->style.filled) return true;
  return false;
}

static bool has_shades(const Mark *m) {
  return m->kind == MARK_CONTOUR || m->kind == MARK_IMAGE ||
         m->kind == MARK_SURFACE || m->kind == MARK_HEXBIN;
}

void terminal_draw_marks(Render *r, Braille *d, const TerminalPanel *p) {
  const Axes *a = p->panel.axes;
  for (const Mark *m = a->first; m; m = m->next) {
    if (is_hidden(d, a, m)) continue;
    Mark shown = mark_shown(d, a, m);
    d->shading = has_shades(m);
    if (d->shading)
      d->bright_is_dense = color_is_light(color_map(m->style.map, 1));
    bool sown = d->depth == COLORS_NONE || is_band(m);
    d->density = sown ? density_of(a, m) : 1;
    canvas_view(&r->canvas, &p->panel.box);
    marks_draw_one(r, &p->panel, &shown);
  }
  d->shading = false;
  d->line = LINE_SOLID;
  canvas_view(&r->canvas, NULL);
}

/* -- the legend ----------------------------------------------------------- */

enum { SAMPLE = 2, GAP = 1, BETWEEN = 3, LEGEND_ROWS = 3 };
enum { MORE = 9, TOLD = 40 }; /* columns of "... 99 more"; bytes */

static const Mark *next_labelled(const Mark *m) {
  while (m && !(m->label && *m->label)) m = m->next;
  return m;
}

static size_t entry_width(const Mark *m) {
  return SAMPLE + GAP + braille_width(m->label);
}

size_t terminal_legend_rows(const Axes *a, size_t columns, size_t most) {
  size_t rows = 0, used = 0;
  for (const Mark *m = next_labelled(a->first); m; m = next_labelled(m->next)) {
    size_t n = entry_width(m);
    if (!rows || used + BETWEEN + n > columns) {
      rows++;
      used = n;
    } else
      used += BETWEEN + n;
  }
  if (most < LEGEND_ROWS) most = LEGEND_ROWS;
  return rows < most ? rows : most;
}

static unsigned long bar_letter(double density) {
  return density > 0.8   ? 0x2588
         : density > 0.6 ? 0x2593
         : density > 0.3 ? 0x2592
                         : 0x2591;
}

static unsigned long line_letter(LineStyle line) {
  static const unsigned long letters[LINE_COUNT] = {' ', 0x2500, 0x254C, 0x2508,
                                                    0x2504};
  return letters[line];
}

static unsigned long sample_letter(const Braille *d, const Axes *a,
                                   const Mark *m, const Mark *shown, size_t i) {
  enum { BULLET = 0x2022, SHADE = 0x2591, ARROW = 0x2192 };
  unsigned long marker = scatter_marker_letter(shown->style.marker);
  if (!marker && shown->style.marker != MARKER_NONE) marker = BULLET;
  if (m->kind == MARK_SCATTER) return i ? marker : ' ';
  if (is_band(m) || m->kind == MARK_HEXBIN) return SHADE;
  if (m->kind == MARK_ARROWS) return i ? ARROW : line_letter(LINE_SOLID);
  if (is_bar(m))
    return bar_letter(d->depth == COLORS_NONE ? density_of(a, m) : 1);
  if (i && marker) return marker;
  return line_letter(shown->style.line);
}

static void draw_entry(const Render *r, Braille *d, const Axes *a,
                       const Mark *m, Area where) {
  Mark shown = mark_shown(d, a, m);
  for (size_t i = 0; i < SAMPLE && i < where.columns; i++) {
    braille_plain(d);
    if (m->style.color_given) render_color(r, m->style.color, 1);
    braille_put(d, (long)(where.column + i), (long)where.row,
                sample_letter(d, a, m, &shown, i));
  }
  braille_plain(d);
  if (where.columns > SAMPLE + GAP)
    braille_write(d, where.column + SAMPLE + GAP, where.row, m->label,
                  where.columns - SAMPLE - GAP, false);
}

/* Do all entries from m on fit in this row? */
static bool rest_fits(const Mark *m, size_t used, size_t room) {
  for (; m; m = next_labelled(m->next)) {
    used += (used ? BETWEEN : 0) + entry_width(m);
    if (used > room) return false;
  }
  return true;
}

/* Entries that do not fit are counted: "... 8 more". */
static void tell_more(Braille *d, const Mark *m, Area where) {
  char told[TOLD];
  size_t n = 0;
  for (; m; m = next_labelled(m->next)) n++;
  snprintf(told, sizeof told, "\u2026 %zu more", n);
  braille_plain(d);
  braille_write(d, where.column, where.row, told, where.columns, false);
}

void terminal_draw_legend(const Render *r, Braille *d, const TerminalPanel *p,
                          size_t row) {
  const Axes *a = p->panel.axes;
  Area all = p->area;
  size_t left = p->data.column, room = all.column + all.columns - left;
  size_t used = 0, last = row + p->legend;
  if (terminal_legend_rows(a, room, all.rows) > p->legend) {
    left = all.column;
    room = all.columns;
  }
  const Mark *m = p->legend ? next_labelled(a->first) : NULL;
  for (; m; m = next_labelled(m->next)) {
    size_t n = entry_width(m);
    bool full = used && used + BETWEEN + n > room;
    if (full && row + 1 < last) {
      used = 0;
      row++;
    }
    bool others =
      used || next_labelled(m->next); /* a single entry is truncated */
    bool most = row + 1 == last && used + n + 2 * BETWEEN + MORE > room;
    if (others && most && !rest_fits(m, used, room)) {
      if (used) used += BETWEEN;
      tell_more(d, m, (Area){left + used, row, room - used, 1});
      return;
    }
    if (used) used += BETWEEN;
    draw_entry(r, d, a, m, (Area){left + used, row, room - used, 1});
    used += n;
  }
}
