/* keyboard.h - restoring the terminal after reading single keys. */
#ifndef LUA_STANDARD_KEYBOARD_H
#define LUA_STANDARD_KEYBOARD_H

/* Restores the terminal settings if they were changed. Interrupted code cannot
 * do it itself. */
void keyboard_rest(void);

#endif
