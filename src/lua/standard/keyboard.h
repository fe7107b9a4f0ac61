/* keyboard.h - the terminal while single keys are read from it. */
#ifndef LUA_STANDARD_KEYBOARD_H
#define LUA_STANDARD_KEYBOARD_H

/* Gives the terminal back as it was found, if it was taken. What was
 * interrupted cannot do it itself. */
void keyboard_rest(void);

#endif
