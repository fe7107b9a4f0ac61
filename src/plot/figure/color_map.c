/* color_map.c - color maps, by their colors at equal distances. */
#include "plot/figure/color_map.h"

const char *const map_words[] = {
  "viridis",  "viridis_r",  "plasma",  "plasma_r",  "inferno",  "inferno_r",
  "magma",    "magma_r",    "cividis", "cividis_r", "turbo",    "turbo_r",
  "coolwarm", "coolwarm_r", "RdBu",    "RdBu_r",    "Spectral", "Spectral_r",
  "gray",     "gray_r",     "Blues",   "Blues_r",   "Greens",   "Greens_r",
  "Reds",     "Reds_r",     NULL};

enum { STOPS_MOST = 15 };
typedef struct Stops {
  int last;
  Color at[STOPS_MOST];
} Stops;

/* Viridis, plasma, inferno and magma are by Smith and van der Walt, cividis by
 * Nunez, Anderton and Renslow, turbo by Mikhailov; RdBu, Spectral, Blues, Greens
 * and Reds by Brewer. */
static const Stops stops_of[MAP_COUNT / 2] = {
  {/* viridis */ 7,
   {{68, 1, 84},
    {70, 50, 127},
    {54, 92, 141},
    {39, 127, 142},
    {31, 161, 135},
    {74, 194, 109},
    {159, 218, 58},
    {253, 231, 37}}},
  {/* plasma */ 9,
   {{13, 8, 135},
    {70, 3, 159},
    {114, 1, 168},
    {156, 23, 158},
    {189, 55, 134},
    {216, 87, 107},
    {237, 121, 83},
    {251, 159, 58},
    {253, 202, 38},
    {240, 249, 33}}},
  {/* inferno */ 9,
   {{0, 0, 4},
    {27, 12, 65},
    {74, 12, 107},
    {120, 28, 109},
    {165, 44, 96},
    {207, 68, 70},
    {237, 105, 37},
    {251, 155, 6},
    {247, 209, 61},
    {252, 255, 164}}},
  {/* magma */ 9,
   {{0, 0, 4},
    {24, 15, 61},
    {68, 15, 118},
    {114, 31, 129},
    {158, 47, 127},
    {205, 64, 113},
    {241, 96, 93},
    {253, 150, 104},
    {254, 202, 141},
    {252, 253, 191}}},
  {/* cividis */ 9,
   {{0, 34, 78},
    {18, 53, 112},
    {59, 73, 108},
    {87, 93, 109},
    {112, 113, 115},
    {138, 134, 120},
    {165, 156, 116},
    {195, 179, 105},
    {225, 204, 85},
    {254, 232, 56}}},
  {/* turbo */ 14,
   {{48, 18, 59},
    {65, 69, 171},
    {70, 117, 237},
    {57, 162, 252},
    {27, 207, 212},
    {36, 236, 166},
    {97, 252, 108},
    {164, 252, 59},
    {209, 232, 52},
    {243, 198, 58},
    {254, 155, 45},
    {243, 99, 21},
    {217, 56, 6},
    {177, 25, 1},
    {122, 4, 2}}},
  {/* coolwarm */ 2, {{146, 157, 216}, {246, 245, 248}, {212, 118, 135}}},
  {/* RdBu */ 4,
   {{178, 24, 43},
    {239, 138, 98},
    {247, 247, 247},
    {103, 169, 207},
    {33, 102, 172}}},
  {/* Spectral */ 10,
   {{158, 1, 66},
    {213, 62, 79},
    {244, 109, 67},
    {253, 174, 97},
    {254, 224, 139},
    {255, 255, 191},
    {230, 245, 152},
    {171, 221, 164},
    {102, 194, 165},
    {50, 136, 189},
    {94, 79, 162}}},
  {/* gray */ 1, {{0, 0, 0}, {255, 255, 255}}},
  {/* Blues */ 4,
   {{247, 251, 255},
    {198, 219, 239},
    {107, 174, 214},
    {33, 113, 181},
    {8, 48, 107}}},
  {/* Greens */ 8,
   {{247, 252, 245},
    {229, 245, 224},
    {199, 233, 192},
    {161, 217, 155},
    {116, 196, 118},
    {65, 171, 93},
    {35, 139, 69},
    {0, 109, 44},
    {0, 68, 27}}},
  {/* Reds */ 8,
   {{255, 245, 240},
    {254, 224, 210},
    {252, 187, 161},
    {252, 146, 114},
    {251, 106, 74},
    {239, 59, 44},
    {203, 24, 29},
    {165, 15, 21},
    {103, 0, 13}}}};

static unsigned char mix(unsigned char a, unsigned char b, double part) {
  return (unsigned char)(a + (b - a) * part + 0.5);
}

Color color_map(ColorMap map, double position) {
  const Stops *stops = &stops_of[map / 2];
  double at = position > 0 ? position < 1 ? position : 1 : 0;
  if (map % 2) at = 1 - at;
  int i = (int)(at * stops->last);
  if (i == stops->last) return stops->at[i];
  Color a = stops->at[i], b = stops->at[i + 1];
  double part = at * stops->last - i;
  return (Color){mix(a.r, b.r, part), mix(a.g, b.g, part), mix(a.b, b.b, part)};
}
