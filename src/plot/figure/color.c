/* color.c - colors by name, and themes. */
#include "plot/figure/color.h"

#include <stdlib.h>
#include <string.h>

const char *const theme_words[] = {"light", "dark", NULL};

const Theme themes[THEME_COUNT] = {[THEME_LIGHT] = {{255, 255, 255},
                                                    {250, 250, 252},
                                                    {229, 229, 229},
                                                    {90, 90, 90},
                                                    {38, 38, 38}},
                                   [THEME_DARK] = {{24, 26, 31},
                                                   {30, 33, 39},
                                                   {52, 56, 66},
                                                   {130, 137, 151},
                                                   {225, 228, 232}}};

static const Color cycle[] = {{31, 119, 180},  {255, 127, 14},  {44, 160, 44},
                              {214, 39, 40},   {148, 103, 189}, {140, 86, 75},
                              {227, 119, 194}, {127, 127, 127}, {188, 189, 34},
                              {23, 190, 207}};

typedef struct NamedColor {
  const char *name;
  Color color;
} NamedColor;

static const NamedColor names[] = {
  {"b", {31, 119, 180}},       {"g", {44, 160, 44}},
  {"r", {214, 39, 40}},        {"c", {23, 190, 207}},
  {"m", {148, 103, 189}},      {"y", {188, 189, 34}},
  {"k", {38, 38, 38}},         {"w", {255, 255, 255}},
  {"blue", {31, 119, 180}},    {"green", {44, 160, 44}},
  {"red", {214, 39, 40}},      {"orange", {255, 127, 14}},
  {"purple", {148, 103, 189}}, {"brown", {140, 86, 75}},
  {"pink", {227, 119, 194}},   {"cyan", {23, 190, 207}},
  {"gray", {127, 127, 127}},   {"grey", {127, 127, 127}},
  {"olive", {188, 189, 34}},   {"yellow", {229, 196, 20}},
  {"magenta", {200, 50, 170}}, {"black", {38, 38, 38}},
  {"white", {255, 255, 255}},  {"navy", {20, 40, 110}},
  {"teal", {0, 128, 128}},     {"lightgray", {211, 211, 211}}};

/* Replacements for colors of `cycle` and `names` that are too dark for a dark
 * page. */
static const struct Lighter {
  Color from, to;
} lighter[] = {
  {{31, 119, 180}, {97, 175, 239}},   {{255, 127, 14}, {240, 160, 80}},
  {{44, 160, 44}, {152, 195, 121}},   {{214, 39, 40}, {235, 100, 110}},
  {{148, 103, 189}, {198, 130, 235}}, {{140, 86, 75}, {190, 140, 125}},
  {{227, 119, 194}, {240, 150, 210}}, {{23, 190, 207}, {86, 200, 214}},
  {{38, 38, 38}, {225, 228, 232}},    {{20, 40, 110}, {110, 140, 235}},
  {{0, 128, 128}, {60, 180, 175}},    {{127, 127, 127}, {155, 160, 170}},
  {{200, 50, 170}, {230, 110, 205}}};

static bool same_color(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b;
}

Color color_in_theme(ThemeKind theme, Color color) {
  if (theme == THEME_LIGHT) return color;
  for (size_t i = 0; i < sizeof lighter / sizeof *lighter; i++)
    if (same_color(color, lighter[i].from)) return lighter[i].to;
  return color;
}

/* Luma as in ITU-R BT.601. */
bool color_is_light(Color c) {
  return 0.299 * c.r + 0.587 * c.g + 0.114 * c.b > 140;
}

static bool parse_hex(const char *digits, Color *out) {
  size_t n = strlen(digits);
  if ((n != 3 && n != 6) || strspn(digits, "0123456789abcdefABCDEF") != n)
    return false;
  unsigned long v = strtoul(digits, NULL, 16);
  if (n == 6)
    *out = (Color){(unsigned char)(v >> 16 & 255),
                   (unsigned char)(v >> 8 & 255), (unsigned char)(v & 255)};
  else
    *out = (Color){(unsigned char)((v >> 8 & 15) * 17),
                   (unsigned char)((v >> 4 & 15) * 17),
                   (unsigned char)((v & 15) * 17)};
  return true;
}

bool color_parse(const char *text, Color *out) {
  if (*text == '#') return parse_hex(text + 1, out);
  size_t n = strlen(text);
  if (*text == 'C' && n >= 2 && n <= 4 &&
      strspn(text + 1, "0123456789") == n - 1) {
    *out = color_cycle(strtoul(text + 1, NULL, 10));
    return true;
  }
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(text, names[i].name)) {
      *out = names[i].color;
      return true;
    }
  return false;
}

const char *color_name(size_t i) {
  static const char *const cycle_names[] = {"C0", "C1", "C2", "C3", "C4",
                                            "C5", "C6", "C7", "C8", "C9"};
  for (size_t k = 0; k < sizeof names / sizeof *names; k++)
    if (names[k].name[1] && !i--) return names[k].name;
  return i < sizeof cycle / sizeof *cycle ? cycle_names[i] : NULL;
}

Color color_cycle(size_t n) {
  return cycle[n % (sizeof cycle / sizeof *cycle)];
}
