/* figure.c - making figures and putting marks into them. */
#include "plot/figure/figure.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

const char *const mark_names[MARK_KINDS] = {
  "line",      "scatter", "fill",    "contour", "text",    "bar",
  "histogram", "image",   "surface", "arrows",  "annotate"};

/* -- memory --------------------------------------------------------------- */

void *memory_new(Memory memory, size_t size) {
  return memory.alloc(memory.ud, NULL, 0, size);
}

void memory_free(Memory memory, void *block, size_t size) {
  if (block) memory.alloc(memory.ud, block, size, 0);
}

static Status no_memory(size_t size) {
  return status_error(STATUS_MEMORY, 0, 0, (double)size);
}

static void free_text(Memory memory, char *text) {
  if (text) memory_free(memory, text, strlen(text) + 1);
}

static Status set_text(Memory memory, char **where, const char *text) {
  char *copy = NULL;
  if (text) {
    size_t size = strlen(text) + 1;
    copy = memory_new(memory, size);
    if (!copy) return no_memory(size);
    memcpy(copy, text, size);
  }
  free_text(memory, *where);
  *where = copy;
  return status_ok();
}

/* -- figures -------------------------------------------------------------- */

static bool side_allowed(size_t pixels) {
  return pixels >= FIGURE_LEAST && pixels <= FIGURE_MOST;
}

static Axes axes_empty(Figure *figure) {
  return (Axes){.figure = figure,
                .limits = {{NAN, NAN}, {NAN, NAN}},
                .grid = true,
                .legend = true};
}

Status figure_new(Figure **out, Memory memory, size_t rows, size_t columns,
                  size_t width, size_t height) {
  if (!rows || !columns || rows > FIGURE_PANELS / columns)
    return status_error(STATUS_RANGE, rows, columns, 0);
  if (!side_allowed(width))
    return status_error(STATUS_RANGE, 0, 0, (double)width);
  if (!side_allowed(height))
    return status_error(STATUS_RANGE, 0, 0, (double)height);
  size_t size = sizeof(Figure) + rows * columns * sizeof(Axes);
  Figure *f = memory_new(memory, size);
  if (!f) return no_memory(size);
  *f = (Figure){.memory = memory,
                .bytes = size,
                .rows = rows,
                .columns = columns,
                .width = width,
                .height = height,
                .scale = 1};
  for (size_t i = 0; i < rows * columns; i++) f->axes[i] = axes_empty(f);
  *out = f;
  return status_ok();
}

static void axes_free(Memory memory, Axes *axes) {
  for (Mark *mark = axes->first, *next; mark; mark = next) {
    next = mark->next;
    memory_free(memory, mark, mark->bytes);
  }
  for (int i = 0; i < TEXT_COUNT; i++) free_text(memory, axes->text[i]);
  axes_drop_names(axes, DIRECTION_X);
  axes_drop_names(axes, DIRECTION_Y);
}

void figure_free(Figure *f) {
  if (!f) return;
  for (size_t i = 0; i < f->rows * f->columns; i++)
    axes_free(f->memory, &f->axes[i]);
  free_text(f->memory, f->title);
  memory_free(f->memory, f, f->bytes);
}

size_t figure_marks(const Figure *f) {
  size_t count = 0;
  for (size_t i = 0; i < f->rows * f->columns; i++) count += f->axes[i].count;
  return count;
}

Status figure_set_title(Figure *f, const char *title) {
  return set_text(f->memory, &f->title, title);
}

/* -- the words of an axes ------------------------------------------------- */

Status axes_set_text(Axes *axes, AxesText which, const char *text) {
  return set_text(axes->figure->memory, &axes->text[which], text);
}

static bool end_allowed(double end, bool log) {
  return isnan(end) || (isfinite(end) && (!log || end > 0));
}

/* Ends that differ by no more than rounding leave no room for an axis. */
static Status check_limits(Range r, bool log) {
  if (!end_allowed(r.lo, log)) return status_error(STATUS_RANGE, 0, 0, r.lo);
  if (!end_allowed(r.hi, log)) return status_error(STATUS_RANGE, 0, 0, r.hi);
  if (r.lo == r.hi) return status_error(STATUS_RANGE, 0, 0, r.lo);
  return status_ok();
}

Status axes_set_limits(Axes *axes, AxesDirection which, Range limits) {
  Status s = check_limits(limits, axes->log[which]);
  if (s.code == STATUS_OK) axes->limits[which] = limits;
  return s;
}

Status axes_set_log(Axes *axes, AxesDirection which, bool log) {
  Status s = check_limits(axes->limits[which], log);
  if (s.code == STATUS_OK) axes->log[which] = log;
  return s;
}

/* -- ticks that are given -------------------------------------------------- */

void axes_drop_names(Axes *axes, AxesDirection which) {
  Names *names = axes->names[which];
  axes->names[which] = NULL;
  if (names) memory_free(axes->figure->memory, names, names->bytes);
}

static size_t texts_size(const char *texts, size_t n) {
  const char *end = texts;
  for (size_t i = 0; i < n; i++) end += strlen(end) + 1;
  return (size_t)(end - texts);
}

Status axes_set_names(Axes *axes, AxesDirection which, Vec at,
                      const char *texts) {
  size_t letters = texts_size(texts, at.n);
  size_t size = sizeof(Names) + at.n * sizeof(double) + letters;
  Names *names = memory_new(axes->figure->memory, size);
  if (!names) return no_memory(size);
  double *room = (double *)(void *)(names + 1);
  char *copy = (char *)(room + at.n);
  if (at.n) vec_copy(vec_of(room, at.n), at);
  if (letters) memcpy(copy, texts, letters);
  *names = (Names){size, at.n, room, copy};
  axes_drop_names(axes, which);
  axes->names[which] = names;
  return status_ok();
}

/* -- marks ---------------------------------------------------------------- */

bool axes_has(const Axes *axes, MarkKind kind) {
  for (const Mark *m = axes->first; m; m = m->next)
    if (m->kind == kind) return true;
  return false;
}

Style mark_style(MarkKind kind) {
  Style s = {.alpha = 1, .linewidth = 2, .size = 7, .line = LINE_SOLID};
  switch (kind) {
  case MARK_SCATTER:
    s.marker = MARKER_DOT;
    s.alpha = 0.75;
    break;
  case MARK_FILL: s.alpha = 0.2; break;
  case MARK_CONTOUR: s.linewidth = 1; break;
  case MARK_TEXT:
  case MARK_ANNOTATE: s.size = 13; break;
  case MARK_HISTOGRAM: s.alpha = 0.85; break;
  case MARK_ARROWS: s.linewidth = 1.6; break;
  case MARK_LINE:
  case MARK_BAR:
  case MARK_IMAGE:
  case MARK_SURFACE:
  case MARK_KINDS: break;
  }
  return s;
}

static Status fits(Vec v, size_t n) {
  return v.n == n ? status_ok() : status_error(STATUS_SHAPE, n, v.n, 0);
}

static bool is_grid(MarkKind kind) {
  return kind == MARK_CONTOUR || kind == MARK_IMAGE || kind == MARK_SURFACE;
}

/* An image has edges, the others places. */
static Status check_grid(const Mark *m) {
  size_t more = m->kind == MARK_IMAGE, least = more ? 1 : 2;
  if (m->z.rows < least || m->z.cols < least)
    return status_error(STATUS_SHAPE, least,
                        m->z.rows < least ? m->z.rows : m->z.cols, 0);
  Status s = fits(m->x, m->z.cols + more);
  if (s.code == STATUS_OK) s = fits(m->y, m->z.rows + more);
  if (s.code == STATUS_OK) s = fits(m->y2, m->x2.n);
  if (s.code != STATUS_OK || more) return s;
  return mat_check_finite(m->z, NULL);
}

static Status check_sizes(const Mark *m) {
  if (is_grid(m->kind)) return check_grid(m);
  bool boxes =
    m->kind == MARK_BAR || m->kind == MARK_HISTOGRAM || m->kind == MARK_ARROWS;
  Status s = fits(m->y, m->x.n);
  if (s.code == STATUS_OK && boxes) s = fits(m->x2, m->x.n);
  if (s.code == STATUS_OK && (boxes || m->kind == MARK_FILL))
    s = fits(m->y2, m->x.n);
  return s;
}

static Status check_levels(Vec levels) {
  for (size_t i = 0; i < levels.n; i++) {
    double level = *vec_at(levels, i);
    if (!isfinite(level)) return status_error(STATUS_NONFINITE, i, 0, level);
    if (i && level <= *vec_at(levels, i - 1))
      return status_error(STATUS_RANGE, i, 0, level);
  }
  return status_ok();
}

/* The data lie behind the mark in its block, in this order. */
static Vec place_vec(double **free_place, Vec from) {
  Vec copy = vec_of(*free_place, from.n);
  if (from.n) vec_copy(copy, from);
  *free_place += from.n;
  return copy;
}

static Mat place_mat(double **free_place, Mat from) {
  Mat copy = mat_of(*free_place, from.rows, from.cols);
  if (from.rows && from.cols) mat_copy(copy, from);
  *free_place += from.rows * from.cols;
  return copy;
}

static const char *place_text(char **free_place, const char *from) {
  if (!from) return NULL;
  size_t size = strlen(from) + 1;
  char *copy = memcpy(*free_place, from, size);
  *free_place += size;
  return copy;
}

static size_t text_size(const char *text) {
  return text ? strlen(text) + 1 : 0;
}

static void place_data(Mark *to, const Mark *from) {
  double *numbers = (double *)(void *)(to + 1);
  to->x = place_vec(&numbers, from->x);
  to->y = place_vec(&numbers, from->y);
  to->x2 = place_vec(&numbers, from->x2);
  to->y2 = place_vec(&numbers, from->y2);
  to->levels = place_vec(&numbers, from->levels);
  to->z = place_mat(&numbers, from->z);
  char *letters = (char *)numbers;
  to->label = place_text(&letters, from->label);
  to->text = place_text(&letters, from->text);
}

static void take_color(Axes *axes, Mark *mark) {
  bool colored = mark->kind != MARK_TEXT && mark->kind != MARK_ANNOTATE &&
                 mark->kind != MARK_ARROWS && !is_grid(mark->kind);
  if (mark->style.color_given || !colored) return;
  mark->style.color = color_cycle(axes->colors++);
  mark->style.color_given = true;
}

Status axes_add(Axes *axes, const Mark *mark) {
  Status s = check_sizes(mark);
  if (s.code == STATUS_OK) s = check_levels(mark->levels);
  if (s.code != STATUS_OK) return s;
  size_t numbers = mark->x.n + mark->y.n + mark->x2.n + mark->y2.n +
                   mark->levels.n + mark->z.rows * mark->z.cols;
  size_t size = sizeof *mark + numbers * sizeof(double) +
                text_size(mark->label) + text_size(mark->text);
  Mark *copy = memory_new(axes->figure->memory, size);
  if (!copy) return no_memory(size);
  *copy = *mark;
  copy->next = NULL;
  copy->bytes = size;
  place_data(copy, mark);
  take_color(axes, copy);
  if (axes->last) axes->last->next = copy;
  if (!axes->first) axes->first = copy;
  axes->last = copy;
  axes->count++;
  return status_ok();
}

/* -- what the data span --------------------------------------------------- */

static void widen(Range *r, Vec v, bool log) {
  for (size_t i = 0; i < v.n; i++) {
    double value = *vec_at(v, i);
    if (!isfinite(value) || (log && value <= 0)) continue;
    if (value < r->lo) r->lo = value;
    if (value > r->hi) r->hi = value;
  }
}

Range axes_extent(const Axes *axes, AxesDirection which) {
  Range r = {INFINITY, -INFINITY};
  bool log = axes->log[which];
  for (const Mark *m = axes->first; m; m = m->next) {
    widen(&r, which == DIRECTION_X ? m->x : m->y, log);
    widen(&r, which == DIRECTION_X ? m->x2 : m->y2, log);
  }
  return r;
}
