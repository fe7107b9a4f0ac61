#include "open.h"
void open_diagnose(lua_State *L) { (void)L; }
