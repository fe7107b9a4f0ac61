/* modules.h - the openers, one a file of prim/. Each enters its primitives and
 * the metamethods of its types. */
#ifndef LUA_BASE_MODULES_H
#define LUA_BASE_MODULES_H

#include <lua.h>

void open_finalizer(lua_State *L);
void open_coroutine(lua_State *L);
void open_protected(lua_State *L);
void open_warn(lua_State *L);
void open_load(lua_State *L);
void open_plot_axes(lua_State *L);
void open_figure(lua_State *L);
void open_save_figure(lua_State *L);
void open_show_figure(lua_State *L);
void open_target(lua_State *L);
void open_window(lua_State *L);
void open_page(lua_State *L);
void open_plot_line(lua_State *L);
void open_plot_scatter(lua_State *L);
void open_plot_fill(lua_State *L);
void open_plot_text(lua_State *L);
void open_plot_contour(lua_State *L);
void open_plot_image(lua_State *L);
void open_plot_surface(lua_State *L);
void open_plot_bar(lua_State *L);
void open_plot_histogram(lua_State *L);
void open_plot_arrows(lua_State *L);
void open_plot_ticks(lua_State *L);
void open_commands(lua_State *L);
void open_print(lua_State *L);
void open_printoptions(lua_State *L);
void open_names(lua_State *L);
void open_npy(lua_State *L);
void open_vector(lua_State *L);
void open_matrix(lua_State *L);
void open_elementwise(lua_State *L);
void open_functions(lua_State *L);
void open_reductions(lua_State *L);
void open_arrange(lua_State *L);
void open_dot(lua_State *L);
void open_random(lua_State *L);
void open_model(lua_State *L);
void open_model_fields(lua_State *L);
void open_model_data(lua_State *L);
void open_model_text(lua_State *L);
void open_separable(lua_State *L);
void open_summary(lua_State *L);
void open_model_save(lua_State *L);
void open_model_load(lua_State *L);
void open_model_to_c(lua_State *L);
void open_check_gradient(lua_State *L);
void open_why(lua_State *L);
void open_diagnose(lua_State *L);
void open_train(lua_State *L);
void open_run(lua_State *L);
void open_job(lua_State *L);
void open_live(lua_State *L);
void open_normalize(lua_State *L);
void open_polyfeatures(lua_State *L);
void open_library(lua_State *L);
void open_help(lua_State *L);
void open_lesson(lua_State *L);
void open_folder(lua_State *L);
void open_keyboard(lua_State *L);
void open_stock(lua_State *L);
void open_session(lua_State *L);
/* Notes which globals are the program's, when all are there. */
void session_open(lua_State *L);
void open_data(lua_State *L);
void open_data_write(lua_State *L);
void open_data_split(lua_State *L);
void open_metrics(lua_State *L);
void open_metrics_classes(lua_State *L);

#endif
