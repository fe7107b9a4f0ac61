/* axes.c - the labels, limits, ticks and marks of one axes. */
#include "plot/figure/figure.h"

#include <math.h>
#include <string.h>

const char *const legend_words[] = {
  "best",         "upper right",  "upper left",  "lower left",
  "lower right",  "center right", "center left", "upper center",
  "lower center", "center",       "outside",     NULL};

void axes_init(Axes *axes, Figure *figure) {
  *axes = (Axes){.figure = figure,
                 .limits = {{NAN, NAN}, {NAN, NAN}},
                 .right = {NAN, NAN},
                 .grid = true,
                 .legend = true};
}

void axes_clear(Axes *axes) {
  Memory memory = axes->figure->memory;
  for (Mark *mark = axes->first, *next; mark; mark = next) {
    next = mark->next;
    memory_free(memory, mark, mark->bytes);
  }
  for (int i = 0; i < TEXT_COUNT; i++)
    memory_set_text(memory, &axes->text[i], NULL);
  axes_drop_names(axes, DIRECTION_X);
  axes_drop_names(axes, DIRECTION_Y);
}

/* -- texts and limits ----------------------------------------------------- */

Status axes_set_text(Axes *axes, AxesText which, const char *text) {
  return memory_set_text(axes->figure->memory, &axes->text[which], text);
}

static bool end_allowed(double end, bool log) {
  return isnan(end) || (isfinite(end) && (!log || end > 0));
}

/* Ends that differ only by rounding are too close for an axis. */
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
  if (s.code != STATUS_OK) return s;
  axes->log[which] = log;
  axes->symlog[which] = false;
  if (log) axes->dates[which] = false;
  return s;
}

void axes_set_symlog(Axes *axes, AxesDirection which, bool on,
                     double threshold) {
  axes->log[which] = false;
  axes->symlog[which] = on;
  axes->threshold[which] = threshold;
  if (on) axes->dates[which] = false;
}

void axes_set_dates(Axes *axes, AxesDirection which, bool on) {
  axes->dates[which] = on;
  if (on) axes->log[which] = axes->symlog[which] = false;
}

/* -- given ticks ----------------------------------------------------------- */

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
  if (!names) return status_error(STATUS_MEMORY, 0, 0, (double)size);
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

static void take_color(Axes *axes, Mark *mark) {
  bool colored = mark->kind != MARK_TEXT && mark->kind != MARK_ANNOTATE &&
                 mark->kind != MARK_ARROWS && mark->kind != MARK_SPAN &&
                 mark->kind != MARK_HEXBIN && !mark_is_grid(mark->kind);
  if (mark->style.color_given || !colored) return;
  mark->style.color = color_cycle(axes->colors++);
  mark->style.color_given = true;
}

Status axes_add(Axes *axes, const Mark *mark) {
  Status s = mark_check(mark);
  if (s.code != STATUS_OK) return s;
  Mark *copy = mark_copy(axes->figure->memory, mark);
  if (!copy) return status_error(STATUS_MEMORY, 0, 0, 0);
  take_color(axes, copy);
  if (axes->last) axes->last->next = copy;
  if (!axes->first) axes->first = copy;
  axes->last = copy;
  axes->count++;
  return status_ok();
}

Status axes_move_points(Axes *axes, size_t index, Vec x, Vec y) {
  Mark **at = &axes->first;
  while (*at && index--) at = &(*at)->next;
  if (!*at) return status_error(STATUS_RANGE, index, 0, 0);
  Mark *old = *at, changed = *old;
  changed.x = x;
  changed.y = y;
  Status s = mark_check(&changed);
  if (s.code != STATUS_OK) return s;
  Mark *copy = mark_copy(axes->figure->memory, &changed);
  if (!copy) return status_error(STATUS_MEMORY, 0, 0, 0);
  copy->next = old->next;
  if (axes->last == old) axes->last = copy;
  *at = copy;
  memory_free(axes->figure->memory, old, old->bytes);
  return status_ok();
}

/* -- ranges of the data ---------------------------------------------------- */

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
    if (m->right && which == DIRECTION_Y) continue;
    widen(&r, which == DIRECTION_X ? m->x : m->y, log);
    widen(&r, which == DIRECTION_X ? m->x2 : m->y2, log);
  }
  return r;
}

bool axes_has_right(const Axes *axes) {
  for (const Mark *m = axes->first; m; m = m->next)
    if (m->right) return true;
  return false;
}

Range axes_right_extent(const Axes *axes) {
  Range r = {INFINITY, -INFINITY};
  for (const Mark *m = axes->first; m; m = m->next) {
    if (!m->right) continue;
    widen(&r, m->y, axes->right_log);
    widen(&r, m->y2, axes->right_log);
  }
  return r;
}

Status axes_set_right(Axes *axes, Range limits) {
  Status s = check_limits(limits, axes->right_log);
  if (s.code == STATUS_OK) axes->right = limits;
  return s;
}

Status axes_set_right_log(Axes *axes, bool log) {
  Status s = check_limits(axes->right, log);
  if (s.code == STATUS_OK) axes->right_log = log;
  return s;
}

/* -- the numbers of the data ----------------------------------------------- */

typedef struct Sizes {
  double least, most; /* of numbers other than 0, without their signs */
} Sizes;

static void widen_sizes(Sizes *s, Vec v) {
  for (size_t i = 0; i < v.n; i++) {
    double size = fabs(*vec_at(v, i));
    if (!isfinite(size) || size == 0) continue;
    s->least = fmin(s->least, size);
    s->most = fmax(s->most, size);
  }
}

double axes_threshold(const Axes *axes, AxesDirection which) {
  static const double FAR = 1e4;
  Sizes s = {INFINITY, 0};
  if (!isnan(axes->threshold[which])) return axes->threshold[which];
  for (const Mark *m = axes->first; m; m = m->next) {
    widen_sizes(&s, which == DIRECTION_X ? m->x : m->y);
    widen_sizes(&s, which == DIRECTION_X ? m->x2 : m->y2);
  }
  if (!(s.most > 0)) return 1;
  return pow(10, floor(log10(fmax(s.least, s.most / FAR))));
}

static bool is_whole(double x) { return !isfinite(x) || x == floor(x); }

/* The centers of bars or of cells. */
static bool are_centers_whole(Vec from, Vec to) {
  for (size_t i = 0; i < from.n && i < to.n; i++)
    if (!is_whole((*vec_at(from, i) + *vec_at(to, i)) / 2)) return false;
  return true;
}

static bool are_whole(Vec v) {
  for (size_t i = 0; i < v.n; i++)
    if (!is_whole(*vec_at(v, i))) return false;
  return true;
}

static bool is_text(const Mark *m) {
  return m->kind == MARK_TEXT || m->kind == MARK_ANNOTATE;
}

static bool is_counted(const Mark *m) {
  return m->kind == MARK_IMAGE || m->kind == MARK_HISTOGRAM ||
         m->kind == MARK_BAR;
}

static bool is_mark_whole(const Mark *m, AxesDirection which) {
  Vec v = which == DIRECTION_X ? m->x : m->y;
  Vec v2 = which == DIRECTION_X ? m->x2 : m->y2;
  if (m->kind == MARK_IMAGE && v.n)
    return are_centers_whole(vec_part(v, 0, v.n - 1), vec_part(v, 1, v.n - 1));
  if (m->kind == MARK_BAR && are_centers_whole(v, v2)) return true;
  return are_whole(v) && are_whole(v2);
}

bool axes_is_whole(const Axes *axes, AxesDirection which) {
  bool counted = false;
  for (const Mark *m = axes->first; m; m = m->next) {
    if (is_text(m) || (m->right && which == DIRECTION_Y)) continue;
    if (!is_mark_whole(m, which)) return false;
    counted = counted || is_counted(m);
  }
  Range r = axes_extent(axes, which);
  return r.lo <= r.hi && (counted || r.hi - r.lo >= 2);
}
