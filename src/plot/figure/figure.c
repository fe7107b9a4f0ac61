/* figure.c - create, fill and free figures. */
#include "plot/figure/figure.h"

static bool side_allowed(size_t pixels) {
  return pixels >= FIGURE_LEAST && pixels <= FIGURE_MOST;
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
  if (!f) return status_error(STATUS_MEMORY, 0, 0, (double)size);
  *f = (Figure){.memory = memory,
                .bytes = size,
                .rows = rows,
                .columns = columns,
                .width = width,
                .height = height,
                .scale = 1};
  for (size_t i = 0; i < FIGURE_PANELS; i++)
    f->parts[DIRECTION_X][i] = f->parts[DIRECTION_Y][i] = 1;
  for (size_t i = 0; i < rows * columns; i++) axes_init(&f->axes[i], f);
  *out = f;
  return status_ok();
}

void figure_free(Figure *f) {
  if (!f) return;
  for (size_t i = 0; i < f->rows * f->columns; i++) axes_clear(&f->axes[i]);
  memory_set_text(f->memory, &f->title, NULL);
  memory_free(f->memory, f, f->bytes);
}

size_t figure_marks(const Figure *f) {
  size_t count = 0;
  for (size_t i = 0; i < f->rows * f->columns; i++) count += f->axes[i].count;
  return count;
}

double figure_part(const Figure *f, AxesDirection which, size_t i) {
  size_t n = which == DIRECTION_X ? f->columns : f->rows;
  double before = 0, all = 0;
  for (size_t k = 0; k < n; k++) {
    if (k < i) before += f->parts[which][k];
    all += f->parts[which][k];
  }
  return before / all;
}

Status figure_set_title(Figure *f, const char *title) {
  return memory_set_text(f->memory, &f->title, title);
}
