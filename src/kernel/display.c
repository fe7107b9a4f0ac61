#define _POSIX_C_SOURCE 200809L
#include "kernel/display.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "kernel/message.h"
#include "kernel/streams.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/figure/lua_figure.h"
#include "lua/show/target.h"
#include "lua/show/target_notebook.h"
#include "lua/show/unshown.h"
#include "plot/raster/render.h"
#include "plot/web/web_figure.h"
#include "session/assist/inspect.h"
#include "sys/base64.h"
#include "sys/interrupt.h"

static long result_count;

void display_set_count(long count) { result_count = count; }

/* -- bundles -------------------------------------------------------------- */

typedef struct Bundle {
  Draft draft;
  cJSON *data, *metadata; /* by MIME type; parts of the draft */
} Bundle;

static Bundle new_bundle(void) {
  Bundle b = {.draft = message_new()};
  b.data = cJSON_AddObjectToObject(b.draft.content, "data");
  b.metadata = cJSON_AddObjectToObject(b.draft.content, "metadata");
  return b;
}

/* Publishes the bundle as something new, in place of the display with that id,
 * or, without an id, as a result. */
static void publish(Bundle b, const char *id, bool is_new) {
  cJSON *content = b.draft.content;
  if (id) {
    cJSON *transient = cJSON_AddObjectToObject(content, "transient");
    cJSON_AddStringToObject(transient, "display_id", id);
  } else
    cJSON_AddNumberToObject(content, "execution_count", (double)result_count);
  streams_drain();
  message_publish(!id      ? "execute_result"
                  : is_new ? "display_data"
                           : "update_display_data",
                  b.draft);
}

/* -- figures -------------------------------------------------------------- */

/* What surrounds picture and data in the HTML of a figure: Lua strings. */
typedef struct Around {
  const char *text, *part[3];
  size_t n[3];
} Around;

static char *encode(const Bytes *picture) {
  char *text = message_allocate(4 * (picture->n / 3 + 1) + 1);
  if (!text) return NULL;
  const unsigned char *d = (const unsigned char *)picture->d;
  text[base64_encode(text, d, picture->n)] = 0;
  return text;
}

/* Appends n bytes at *to. */
static void put(char **to, const char *d, size_t n) {
  memcpy(*to, d, n);
  *to += n;
}

static void add_html(cJSON *data, const Around *a, const char *picture,
                     const Bytes *json) {
  const size_t size = strlen(picture);
  char *html =
    message_allocate(a->n[0] + size + a->n[1] + json->n + a->n[2] + 1);
  char *to = html;
  if (!html) return;
  put(&to, a->part[0], a->n[0]);
  put(&to, picture, size);
  put(&to, a->part[1], a->n[1]);
  put(&to, json->d, json->n);
  put(&to, a->part[2], a->n[2]);
  *to = 0;
  cJSON_AddStringToObject(data, "text/html", html);
  cJSON_free(html);
}

static void add_picture(Bundle *b, const Figure *f, const char *picture) {
  cJSON *size = cJSON_AddObjectToObject(b->metadata, "image/png");
  cJSON_AddStringToObject(b->data, "image/png", picture);
  cJSON_AddNumberToObject(size, "width", (double)f->width);
  cJSON_AddNumberToObject(size, "height", (double)f->height);
}

/* Adds the figure as a picture and, if `touchable`, as HTML. Raises nothing. */
static Status add_figure(Bundle *b, const Figure *f, const Around *a,
                         bool touchable, char *why) {
  Bytes png = {.memory = f->memory}, json = {.memory = f->memory};
  Status s = render_memory(f, FORMAT_PNG, &png, why, &interrupted);
  if (s.code == STATUS_OK && touchable)
    s = web_figure(f, &json, why, &interrupted);
  char *picture = s.code == STATUS_OK ? encode(&png) : NULL;
  if (picture) {
    add_picture(b, f, picture);
    if (touchable) add_html(b->data, a, picture, &json);
  }
  cJSON_free(picture);
  bytes_free(&png);
  bytes_free(&json);
  return s;
}

/* A copied notebook may have the output of several kernels. */
void display_make_id(char id[DISPLAY_ID]) {
  char random[CHANNELS_ID];
  message_table()->make_id(random);
  snprintf(id, DISPLAY_ID, "mlrepl-%s", random);
}

static Around push_around(lua_State *L, int figure, const Figure *f) {
  char id[DISPLAY_ID];
  Around a;
  display_make_id(id);
  a.text = luaL_tolstring(L, figure, NULL);
  lib_context_push(L, "mlrepl.html.figure", "parts");
  lua_pushstring(L, id);
  lua_pushinteger(L, (lua_Integer)f->width);
  lua_pushinteger(L, (lua_Integer)f->height);
  lua_call(L, 3, 3);
  for (int i = 0; i < 3; i++) a.part[i] = luaL_checklstring(L, i - 3, &a.n[i]);
  return a;
}

/* Publishes the figure as `publish` does. */
static void publish_figure(lua_State *L, int figure, const char *id,
                           bool is_new, bool touchable) {
  const int top = lua_gettop(L);
  const LuaFigure *p = check_figure(L, figure);
  const Around a = push_around(L, figure, p->figure);
  char why[WHY_ROOM];
  Bundle b = new_bundle();
  message_add_text(b.data, "text/plain", a.text, strlen(a.text));
  const Status s = add_figure(&b, p->figure, &a, touchable, why);
  if (s.code == STATUS_OK) {
    publish(b, id, is_new);
    lua_settop(L, top);
    return;
  }
  cJSON_Delete(b.draft.content);
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}

/* Frames of an animation are pictures only: there are many. */
static void show(lua_State *L, int figure, long number, bool is_new,
                 bool last) {
  char id[64];
  snprintf(id, sizeof id, "mlrepl-figure-%ld", number);
  publish_figure(L, figure, id, is_new, last);
}

void display_open(lua_State *L) {
  static const NotebookHook hook = {show};
  target_notebook_set(L, &hook);
}

int display_figure(lua_State *L) {
  const LuaFigure *p = push_current(L);
  const bool drawn = p && !p->shown && figure_marks(p->figure);
  if (drawn && target_is_used(L, &target_notebook))
    target_show(L, lua_gettop(L));
  else
    unshown_remind(L);
  return 0;
}

/* -- values --------------------------------------------------------------- */

int display_texts(lua_State *L) {
  lua_settop(L, 1);
  lua_pushcfunction(L, inspect_text);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  if (lib_context_find(L, "mlrepl.html.value", "html")) {
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
  } else
    lua_pushnil(L);
  return 2;
}

void display_add(lua_State *L, cJSON *data) {
  size_t n;
  const char *text = lua_tolstring(L, -2, &n);
  if (text) message_add_text(data, "text/plain", text, n);
  const char *html = lua_tolstring(L, -1, &n);
  if (html) message_add_text(data, "text/html", html, n);
}

void display_publish(lua_State *L, const char *png) {
  char id[DISPLAY_ID];
  display_make_id(id);
  const Bundle b = new_bundle();
  display_add(L, b.data);
  cJSON_AddStringToObject(b.data, "image/png", png);
  publish(b, id, true);
}

/* Nobody asked for what is returned only so that calls can be chained: an axes,
 * whose figure is shown anyway, and the file of io.write. */
static bool is_chained(lua_State *L) {
  return luaL_testudata(L, 1, TYPE_AXES) ||
         luaL_testudata(L, 1, LUA_FILEHANDLE);
}

static bool show_drawing(lua_State *L) {
  LuaFigure *p = luaL_testudata(L, 1, TYPE_FIGURE);
  if (p && p->figure && figure_marks(p->figure) &&
      target_is_used(L, &target_notebook)) {
    publish_figure(L, 1, NULL, true, true);
    p->shown = true;
    return true;
  }
  return is_chained(L);
}

int display_values(lua_State *L) {
  const int n = lua_gettop(L);
  if (n == 1 && show_drawing(L)) return 0;
  if (n == 1)
    display_texts(L);
  else {
    inspect_joined(L);
    lua_pushnil(L);
  }
  const Bundle b = new_bundle();
  display_add(L, b.data);
  publish(b, NULL, true);
  return 0;
}
