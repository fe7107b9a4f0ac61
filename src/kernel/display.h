/* display.h - values and figures as text, HTML and pictures. */
#ifndef KERNEL_DISPLAY_H
#define KERNEL_DISPLAY_H

#include <stdbool.h>

#include <lua.h>

#include <cjson/cJSON.h>

/* Figures go to the front end from now on. */
void display_open(lua_State *L);

/* A lua_CFunction: publishes its arguments as the result of the request that
 * runs. */
int display_values(lua_State *L);
/* The number that results of the request have. */
void display_set_count(long count);

/* A lua_CFunction: shows the current figure if it has been drawn in and not
 * shown. */
int display_figure(lua_State *L);

enum { DISPLAY_ID = 64 };
/* Writes an id for an HTML element. */
void display_make_id(char id[DISPLAY_ID]);

/* Publishes the text and the HTML (or nil) on top of the stack and a picture, a
 * PNG in base64, as something new; never raises. */
void display_publish(lua_State *L, const char *png);

/* A lua_CFunction: (value) -> its text, its HTML or nil. */
int display_texts(lua_State *L);
/* Adds what display_texts has left on top of the stack, by MIME type; never
 * raises. */
void display_add(lua_State *L, cJSON *data);

#endif
