/* mark.c - check and copy marks; their default styles. */
#include "plot/figure/mark.h"

#include <math.h>
#include <string.h>

const char *const mark_names[MARK_KINDS] = {
  "line",  "scatter", "fill",   "contour",  "text", "bar",   "histogram",
  "image", "surface", "arrows", "annotate", "span", "hexbin"};

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
  case MARK_SPAN: s.linewidth = 1.5; break;
  case MARK_HEXBIN:
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

bool mark_is_grid(MarkKind kind) {
  return kind == MARK_CONTOUR || kind == MARK_IMAGE || kind == MARK_SURFACE;
}

bool mark_has_boxes(MarkKind kind) {
  return kind == MARK_BAR || kind == MARK_HISTOGRAM || kind == MARK_SPAN ||
         kind == MARK_HEXBIN;
}

/* An image has edges, other kinds have positions. */
static Status check_grid(const Mark *m) {
  size_t more = m->kind == MARK_IMAGE, least = more ? 1 : 2;
  if (m->z.rows < least || m->z.cols < least)
    return status_error(STATUS_SHAPE, least,
                        m->z.rows < least ? m->z.rows : m->z.cols, 0);
  Status s = fits(m->x, m->z.cols + more);
  if (s.code == STATUS_OK) s = fits(m->y, m->z.rows + more);
  return s.code == STATUS_OK ? fits(m->y2, m->x2.n) : s;
}

static Status check_sizes(const Mark *m) {
  if (mark_is_grid(m->kind)) return check_grid(m);
  bool boxes = mark_has_boxes(m->kind) || m->kind == MARK_ARROWS;
  Status s = fits(m->y, m->x.n);
  if (s.code == STATUS_OK && boxes) s = fits(m->x2, m->x.n);
  if (s.code == STATUS_OK && (boxes || m->kind == MARK_FILL))
    s = fits(m->y2, m->x.n);
  if (s.code == STATUS_OK && (m->values.n || m->kind == MARK_HEXBIN))
    s = fits(m->values, m->x.n);
  if (s.code == STATUS_OK && m->sizes.n) s = fits(m->sizes, m->x.n);
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

/* The data follow the mark in its block, in this order. */
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
  to->values = place_vec(&numbers, from->values);
  to->sizes = place_vec(&numbers, from->sizes);
  to->z = place_mat(&numbers, from->z);
  char *letters = (char *)numbers;
  to->label = place_text(&letters, from->label);
  to->text = place_text(&letters, from->text);
}

Status mark_check(const Mark *mark) {
  Status s = check_sizes(mark);
  return s.code == STATUS_OK ? check_levels(mark->levels) : s;
}

Mark *mark_copy(Memory memory, const Mark *mark) {
  size_t numbers = mark->x.n + mark->y.n + mark->x2.n + mark->y2.n +
                   mark->levels.n + mark->values.n + mark->sizes.n +
                   mark->z.rows * mark->z.cols;
  size_t size = sizeof *mark + numbers * sizeof(double) +
                text_size(mark->label) + text_size(mark->text);
  Mark *copy = memory_new(memory, size);
  if (!copy) return NULL;
  *copy = *mark;
  copy->next = NULL;
  copy->bytes = size;
  place_data(copy, mark);
  return copy;
}
