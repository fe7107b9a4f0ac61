/* web_export.h - marks the functions that the page's script calls. */
#ifndef WEB_WEB_EXPORT_H
#define WEB_WEB_EXPORT_H

#define WEB_EXPORT __attribute__((used, visibility("default")))

#endif
