/* formula_names.c - the names of signs in LaTeX, in alphabetical order. */
#include "plot/figure/formula_names.h"

#include <string.h>

typedef struct Sign {
  const char *name;
  unsigned long letter;
} Sign;

static const Sign signs[] = {
  {"Delta", 0x394},      {"Gamma", 0x393},       {"Lambda", 0x39B},
  {"Leftarrow", 0x21D0}, {"Omega", 0x3A9},       {"Phi", 0x3A6},
  {"Pi", 0x3A0},         {"Psi", 0x3A8},         {"Rightarrow", 0x21D2},
  {"Sigma", 0x3A3},      {"Theta", 0x398},       {"Upsilon", 0x3A5},
  {"Xi", 0x39E},         {"alpha", 0x3B1},       {"approx", 0x2248},
  {"ast", 0x2217},       {"beta", 0x3B2},        {"cdot", 0xB7},
  {"cdots", 0x22EF},     {"chi", 0x3C7},         {"circ", 0x2218},
  {"cup", 0x222A},       {"cap", 0x2229},        {"degree", 0xB0},
  {"delta", 0x3B4},      {"div", 0xF7},          {"dots", 0x2026},
  {"downarrow", 0x2193}, {"ell", 0x2113},        {"emptyset", 0x2205},
  {"epsilon", 0x3B5},    {"equiv", 0x2261},      {"eta", 0x3B7},
  {"exists", 0x2203},    {"forall", 0x2200},     {"gamma", 0x3B3},
  {"ge", 0x2265},        {"geq", 0x2265},        {"gets", 0x2190},
  {"gg", 0x226B},        {"hbar", 0x210F},       {"in", 0x2208},
  {"infty", 0x221E},     {"int", 0x222B},        {"iota", 0x3B9},
  {"kappa", 0x3BA},      {"lVert", 0x2016},      {"lambda", 0x3BB},
  {"langle", 0x27E8},    {"lceil", 0x2308},      {"ldots", 0x2026},
  {"le", 0x2264},        {"leftarrow", 0x2190},  {"leq", 0x2264},
  {"lfloor", 0x230A},    {"ll", 0x226A},         {"mid", '|'},
  {"mu", 0x3BC},         {"nabla", 0x2207},      {"ne", 0x2260},
  {"neg", 0xAC},         {"neq", 0x2260},        {"notin", 0x2209},
  {"nu", 0x3BD},         {"omega", 0x3C9},       {"oplus", 0x2295},
  {"otimes", 0x2297},    {"partial", 0x2202},    {"perp", 0x22A5},
  {"phi", 0x3C6},        {"pi", 0x3C0},          {"pm", 0xB1},
  {"prime", 0x2032},     {"prod", 0x220F},       {"propto", 0x221D},
  {"psi", 0x3C8},        {"quad", ' '},          {"rVert", 0x2016},
  {"rangle", 0x27E9},    {"rceil", 0x2309},      {"rfloor", 0x230B},
  {"rho", 0x3C1},        {"rightarrow", 0x2192}, {"sigma", 0x3C3},
  {"sim", 0x223C},       {"subset", 0x2282},     {"subseteq", 0x2286},
  {"sum", 0x2211},       {"tau", 0x3C4},         {"theta", 0x3B8},
  {"times", 0xD7},       {"to", 0x2192},         {"top", 0x22A4},
  {"uparrow", 0x2191},   {"upsilon", 0x3C5},     {"varepsilon", 0x3B5},
  {"varphi", 0x3C6},     {"xi", 0x3BE},          {"zeta", 0x3B6}};

static const Sign accents[] = {
  {"bar", 0x304},   {"check", 0x30C}, {"ddot", 0x308},
  {"dot", 0x307},   {"hat", 0x302},   {"overline", 0x304},
  {"tilde", 0x303}, {"vec", 0x20D7},  {"widehat", 0x302}};

static unsigned long find(const Sign *table, size_t count, const char *name,
                          size_t n) {
  for (size_t i = 0; i < count; i++)
    if (strlen(table[i].name) == n && !memcmp(table[i].name, name, n))
      return table[i].letter;
  return 0;
}

unsigned long formula_names_sign(const char *name, size_t n) {
  return find(signs, sizeof signs / sizeof *signs, name, n);
}

unsigned long formula_names_accent(const char *name, size_t n) {
  return find(accents, sizeof accents / sizeof *accents, name, n);
}
