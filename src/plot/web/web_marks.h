/* web_marks.h - the marks of an axes as JSON. */
#ifndef PLOT_WEB_WEB_MARKS_H
#define PLOT_WEB_WEB_MARKS_H

#include "plot/canvas/panel.h"
#include "plot/web/json_writer.h"

/* Writes the array "marks". */
void web_marks(Render *r, JsonWriter *w, const Panel *panel);

/* Writes the positions and labels of ticks: "at", "text". */
void web_marks_ticks(JsonWriter *w, const Ticks *ticks);

#endif
