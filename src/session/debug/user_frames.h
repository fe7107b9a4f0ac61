/* user_frames.h - the frames of a stack that belong to the user's code. */
#ifndef SESSION_DEBUG_USER_FRAMES_H
#define SESSION_DEBUG_USER_FRAMES_H

#include <stdbool.h>

#include <lua.h>

/* A walk from the innermost frame outward; C functions and functions of
 * mlrepl's own library are skipped. */
typedef struct UserFrames {
  lua_Debug at;       /* the present frame, filled by "Slnt" */
  const char *called; /* the skipped function that it called; NULL if none */
  int next;           /* level of the next frame */
  const char *before; /* name of the last frame skipped, or NULL */
} UserFrames;

/* Starts a walk at the level. */
UserFrames user_frames_from(int level);

/* Moves to the next frame; returns false at the end. Gives up after 1000
 * levels, because finding a level takes time in proportion to it. */
bool user_frames_next(lua_State *L, UserFrames *frames);

/* Does the function, described with "S", belong to the user? */
bool user_frames_is_user(lua_State *L, const lua_Debug *at);

/* Pushes onto L "function 'step'", "main chunk", or the like, for a frame of the
 * state `from`. */
void user_frames_push_name(lua_State *L, lua_State *from, lua_Debug *at);

#endif
