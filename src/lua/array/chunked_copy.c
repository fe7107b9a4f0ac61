/* chunked_copy.c - filling and copying many numbers, with checks for Ctrl-C. */
#include "lua/array/chunked_copy.h"

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/base/error.h"

enum { PIECE = 1 << 18 };

static size_t piece(size_t n, size_t at) {
  return n - at < PIECE ? n - at : PIECE;
}

void chunked_fill(lua_State *L, Vec v, double value) {
  for (size_t i = 0; i < v.n; i += PIECE) {
    check_interrupt(L);
    vec_fill(vec_part(v, i, piece(v.n, i)), value);
  }
}

void chunked_copy_vec(lua_State *L, Vec out, Vec a) {
  for (size_t i = 0; i < out.n; i += PIECE) {
    size_t n = piece(out.n, i);
    check_interrupt(L);
    vec_copy(vec_part(out, i, n), vec_part(a, i, n));
  }
}

void chunked_copy_mat(lua_State *L, Mat out, Mat a) {
  const size_t look = 1 + PIECE / (a.cols + 1);
  for (size_t i = 0; i < a.rows; i += look) {
    size_t n = a.rows - i < look ? a.rows - i : look;
    check_interrupt(L);
    mat_copy(mat_part(out, i, n), mat_part(a, i, n));
  }
}

/* Transposes bands of rows into bands of columns. */
void chunked_transpose(lua_State *L, Mat out, Mat a) {
  const size_t look = 32 * (1 + PIECE / 32 / (a.cols + 1));
  for (size_t i = 0; a.cols && i < a.rows; i += look) {
    size_t n = a.rows - i < look ? a.rows - i : look;
    check_interrupt(L);
    mat_transpose((Mat){out.d + i, out.rows, n, out.stride}, mat_part(a, i, n));
  }
}
