/* page_late.c - libmicrohttpd, loaded when the first page is served: most
 * sessions serve none, and it takes milliseconds to load. Functions of its
 * names pass the calls on, as in plplot_late.c. */
#include "plot/web/page_late.h"

#ifdef HAVE_PAGE
#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <microhttpd.h>

static void *library(void) {
  static void *handle = NULL;
  if (!handle) handle = dlopen(LATE_PAGE, RTLD_LAZY);
  return handle;
}

bool page_library_found(void) { return library() != NULL; }

/* ISO C has no cast from an object to a function. */
static bool find(const char *name, void *function) {
  void *found = library() ? dlsym(library(), name) : NULL;
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

/* Declares `real`, the function of that name in the library, or returns. */
#define REAL(name, otherwise)           \
  static __typeof__(&name) real = NULL; \
  if (!real && !find(#name, &real)) return otherwise

struct MHD_Daemon *MHD_start_daemon(unsigned flags, uint16_t port,
                                    MHD_AcceptPolicyCallback accept,
                                    void *accept_data,
                                    MHD_AccessHandlerCallback answer,
                                    void *data, ...) {
  va_list rest;
  REAL(MHD_start_daemon_va, NULL);
  va_start(rest, data);
  struct MHD_Daemon *d =
    real(flags, port, accept, accept_data, answer, data, rest);
  va_end(rest);
  return d;
}

void MHD_stop_daemon(struct MHD_Daemon *d) {
  REAL(MHD_stop_daemon, );
  real(d);
}

enum MHD_Result MHD_run(struct MHD_Daemon *d) {
  REAL(MHD_run, MHD_NO);
  return real(d);
}

enum MHD_Result MHD_get_timeout(struct MHD_Daemon *d,
                                MHD_UNSIGNED_LONG_LONG *timeout) {
  REAL(MHD_get_timeout, MHD_NO);
  return real(d, timeout);
}

const union MHD_DaemonInfo *
MHD_get_daemon_info(struct MHD_Daemon *d, enum MHD_DaemonInfoType type, ...) {
  REAL(MHD_get_daemon_info, NULL);
  return real(d, type);
}

void MHD_suspend_connection(struct MHD_Connection *c) {
  REAL(MHD_suspend_connection, );
  real(c);
}

void MHD_resume_connection(struct MHD_Connection *c) {
  REAL(MHD_resume_connection, );
  real(c);
}

struct MHD_Response *
MHD_create_response_from_buffer(size_t n, void *d,
                                enum MHD_ResponseMemoryMode mode) {
  REAL(MHD_create_response_from_buffer, NULL);
  return real(n, d, mode);
}

struct MHD_Response *
MHD_create_response_from_callback(uint64_t size, size_t block,
                                  MHD_ContentReaderCallback read, void *data,
                                  MHD_ContentReaderFreeCallback release) {
  REAL(MHD_create_response_from_callback, NULL);
  return real(size, block, read, data, release);
}

enum MHD_Result MHD_add_response_header(struct MHD_Response *r,
                                        const char *name, const char *text) {
  REAL(MHD_add_response_header, MHD_NO);
  return real(r, name, text);
}

enum MHD_Result MHD_queue_response(struct MHD_Connection *c, unsigned code,
                                   struct MHD_Response *r) {
  REAL(MHD_queue_response, MHD_NO);
  return real(c, code, r);
}

void MHD_destroy_response(struct MHD_Response *r) {
  REAL(MHD_destroy_response, );
  real(r);
}

const char *MHD_lookup_connection_value(struct MHD_Connection *c,
                                        enum MHD_ValueKind kind,
                                        const char *key) {
  REAL(MHD_lookup_connection_value, NULL);
  return real(c, kind, key);
}
#else
bool page_library_found(void) { return false; }
#endif
