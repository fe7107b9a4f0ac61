/* terminal_image.c - kitty's protocol and sixel. */
#include "plot/text/terminal_image.h"

#include <stdio.h>
#include <string.h>

#include "sys/base64.h"

static bool add_text(Bytes *out, const char *text) {
  return bytes_add(out, text, strlen(text));
}

/* -- kitty ---------------------------------------------------------------- */

enum { CHUNK = 4096 };

static bool kitty_start(Bytes *out, size_t columns, size_t rows, unsigned id,
                        int more) {
  char head[128], name[32] = "";
  if (id) snprintf(name, sizeof name, ",i=%u,p=1", id);
  snprintf(head, sizeof head, "\033_Ga=T,f=100,q=2,C=1,c=%zu,r=%zu%s,m=%d;",
           columns, rows, name, more);
  return add_text(out, head);
}

bool terminal_image_kitty(Bytes *out, const Bytes *png, size_t columns,
                          size_t rows, unsigned id) {
  enum { PART = CHUNK / 4 * 3 };
  char letters[CHUNK];
  for (size_t i = 0; i < png->n; i += PART) {
    size_t n = png->n - i < PART ? png->n - i : PART;
    int more = i + n < png->n;
    size_t m = base64_encode(letters, (const unsigned char *)png->d + i, n);
    bool started = i ? add_text(out, more ? "\033_Gm=1;" : "\033_Gm=0;")
                     : kitty_start(out, columns, rows, id, more);
    if (!started || !bytes_add(out, letters, m) || !add_text(out, "\033\\"))
      return false;
  }
  return true;
}

/* -- colors of a sixel --------------------------------------------------- */

/* Colors that differ only in the last three bits share a bin. The most frequent
 * bins get a register with their mean color; others use the nearest register.
 * So large areas of one color keep it exactly. */
enum { BITS = 5, BINS = 1 << (3 * BITS), REGISTERS = 256, BAND = 6 };

typedef struct Bin {
  unsigned long count, r, g, b; /* sums */
  int entry;                    /* the register */
  bool taken;                   /* the bin has its own register */
} Bin;

typedef struct Palette {
  size_t n;
  unsigned char color[REGISTERS][3];
  Bin bins[BINS];
} Palette;

static const unsigned char *pixel_at(const SixelImage *image, size_t x,
                                     size_t y) {
  return image->pixels + 3 * (y * image->width + x);
}

static size_t bin_of(const unsigned char *c) {
  enum { DOWN = 8 - BITS };
  return (size_t)(c[0] >> DOWN) << (2 * BITS) | (size_t)(c[1] >> DOWN) << BITS |
         (size_t)(c[2] >> DOWN);
}

static void count_colors(Palette *p, const SixelImage *pixels) {
  for (size_t y = 0; y < pixels->height; y++)
    for (size_t x = 0; x < pixels->width; x++) {
      const unsigned char *c = pixel_at(pixels, x, y);
      Bin *bin = &p->bins[bin_of(c)];
      bin->count++;
      bin->r += c[0];
      bin->g += c[1];
      bin->b += c[2];
    }
}

/* The number of bins with at least this many pixels. */
static size_t bins_from(const Palette *p, unsigned long least) {
  size_t n = 0;
  for (size_t i = 0; i < BINS; i++) n += p->bins[i].count >= least;
  return n;
}

/* The smallest pixel count for which all bins that reach it get a register. */
static unsigned long least_count(const Palette *p, size_t pixels) {
  unsigned long low = 1, high = pixels + 1;
  while (low < high) {
    unsigned long middle = low + (high - low) / 2;
    if (bins_from(p, middle) <= REGISTERS)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static void take_register(Palette *p, Bin *bin) {
  unsigned char *c = p->color[p->n];
  bin->taken = true;
  c[0] = (unsigned char)(bin->r / bin->count);
  c[1] = (unsigned char)(bin->g / bin->count);
  c[2] = (unsigned char)(bin->b / bin->count);
  bin->entry = (int)p->n++;
}

static int nearest(const Palette *p, const Bin *bin) {
  int best = 0;
  long least = -1;
  long r = (long)(bin->r / bin->count), g = (long)(bin->g / bin->count),
       b = (long)(bin->b / bin->count);
  for (size_t i = 0; i < p->n; i++) {
    const unsigned char *c = p->color[i];
    long apart = (c[0] - r) * (c[0] - r) + (c[1] - g) * (c[1] - g) +
                 (c[2] - b) * (c[2] - b);
    if (least >= 0 && apart >= least) continue;
    least = apart;
    best = (int)i;
  }
  return best;
}

static void make_palette(Palette *p, const SixelImage *pixels) {
  memset(p, 0, sizeof *p);
  count_colors(p, pixels);
  unsigned long least = least_count(p, pixels->width * pixels->height);
  for (size_t i = 0; i < BINS; i++)
    if (p->bins[i].count >= least) take_register(p, &p->bins[i]);
  for (size_t i = 0; i < BINS && p->n < REGISTERS; i++)
    if (p->bins[i].count && p->bins[i].count == least - 1)
      take_register(p, &p->bins[i]);
  for (size_t i = 0; i < BINS; i++)
    if (p->bins[i].count && !p->bins[i].taken)
      p->bins[i].entry = nearest(p, &p->bins[i]);
}

/* -- sixel ---------------------------------------------------------------- */

static bool add_palette(Bytes *out, const Palette *p) {
  char text[64];
  for (size_t i = 0; i < p->n; i++) {
    const unsigned char *c = p->color[i];
    snprintf(text, sizeof text, "#%zu;2;%d;%d;%d", i, (c[0] * 100 + 127) / 255,
             (c[1] * 100 + 127) / 255, (c[2] * 100 + 127) / 255);
    if (!add_text(out, text)) return false;
  }
  return true;
}

static bool add_run(Bytes *out, char letter, size_t n) {
  char text[32];
  if (n > 3) {
    snprintf(text, sizeof text, "!%zu%c", n, letter);
    return add_text(out, text);
  }
  for (size_t i = 0; i < n; i++)
    if (!bytes_add(out, &letter, 1)) return false;
  return true;
}

/* The register of each pixel of a band, and the columns where each register
 * occurs. */
typedef struct Band {
  size_t width;
  bool used[REGISTERS];
  size_t first[REGISTERS], last[REGISTERS];
  unsigned char *entry; /* column by column, BAND rows each */
  size_t rows;
} Band;

static void read_band(Band *b, const Palette *p, const SixelImage *pixels,
                      size_t y) {
  b->rows = pixels->height - y < BAND ? pixels->height - y : BAND;
  memset(b->used, 0, sizeof b->used);
  for (size_t x = 0; x < b->width; x++)
    for (size_t k = 0; k < b->rows; k++) {
      size_t i = (size_t)p->bins[bin_of(pixel_at(pixels, x, y + k))].entry;
      b->entry[x * BAND + k] = (unsigned char)i;
      if (!b->used[i]) b->first[i] = x;
      b->used[i] = true;
      b->last[i] = x;
    }
}

static char column_letter(const Band *b, size_t x, size_t color) {
  int bits = 0;
  for (size_t k = 0; k < b->rows; k++)
    bits |= (b->entry[x * BAND + k] == color) << k;
  return (char)('?' + bits);
}

static bool add_color(Bytes *out, const Band *b, size_t color) {
  char text[32];
  size_t run = 1, x = b->first[color];
  snprintf(text, sizeof text, "#%zu", color);
  if (!add_text(out, text) || (x && !add_run(out, '?', x))) return false;
  char letter = column_letter(b, x, color);
  for (x++; x <= b->last[color]; x++, run++) {
    char next = column_letter(b, x, color);
    if (next == letter) continue;
    if (!add_run(out, letter, run)) return false;
    letter = next;
    run = 0;
  }
  return add_run(out, letter, run) && add_text(out, "$");
}

static bool add_band(Bytes *out, const Band *b) {
  for (size_t i = 0; i < REGISTERS; i++)
    if (b->used[i] && !add_color(out, b, i)) return false;
  return add_text(out, "-");
}

/* Pixels are square, and unset pixels keep their color. */
static bool add_sixel(Bytes *out, const SixelImage *pixels, const Palette *p,
                      Band *b, StopFlag stop) {
  char head[64];
  snprintf(head, sizeof head, "\033P0;1q\"1;1;%zu;%zu", pixels->width,
           pixels->height);
  if (!add_text(out, head) || !add_palette(out, p)) return false;
  for (size_t y = 0; y < pixels->height && !stop_asked(stop); y += BAND) {
    read_band(b, p, pixels, y);
    if (!add_band(out, b)) return false;
  }
  return add_text(out, "\033\\");
}

Status terminal_image_sixel(Bytes *out, const SixelImage *pixels,
                            StopFlag stop) {
  Memory memory = out->memory;
  size_t size = sizeof(Palette) + BAND * pixels->width;
  Palette *p = memory_new(memory, size);
  if (!p) return status_error(STATUS_MEMORY, 0, 0, (double)size);
  Band b = {.width = pixels->width, .entry = (unsigned char *)(p + 1)};
  make_palette(p, pixels);
  bool good = add_sixel(out, pixels, p, &b, stop);
  memory_free(memory, p, size);
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
  if (!good) return status_error(STATUS_MEMORY, 0, 0, (double)out->n * 2);
  return status_ok();
}
