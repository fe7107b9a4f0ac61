/* color_map.h - color maps: a color for each position from 0 to 1. */
#ifndef PLOT_FIGURE_COLOR_MAP_H
#define PLOT_FIGURE_COLOR_MAP_H

#include "plot/figure/color.h"

/* Each map is followed by the same map backwards. */
typedef enum ColorMap {
  MAP_VIRIDIS,
  MAP_VIRIDIS_R,
  MAP_PLASMA,
  MAP_PLASMA_R,
  MAP_INFERNO,
  MAP_INFERNO_R,
  MAP_MAGMA,
  MAP_MAGMA_R,
  MAP_CIVIDIS,
  MAP_CIVIDIS_R,
  MAP_TURBO,
  MAP_TURBO_R,
  MAP_COOLWARM, /* pale, so that points stand out */
  MAP_COOLWARM_R,
  MAP_RDBU, /* red, white, blue */
  MAP_RDBU_R,
  MAP_SPECTRAL,
  MAP_SPECTRAL_R,
  MAP_GRAY, /* black to white */
  MAP_GRAY_R,
  MAP_BLUES, /* white to blue */
  MAP_BLUES_R,
  MAP_GREENS,
  MAP_GREENS_R,
  MAP_REDS,
  MAP_REDS_R,
  MAP_COUNT
} ColorMap;

/* The names that matplotlib uses, terminated by NULL, in the order of the
 * enum. */
extern const char *const map_words[];

/* The color at position 0..1 of a map. */
Color color_map(ColorMap map, double position);

#endif
