/* system_web.c - what a browser has no system for: no sandbox of the kernel, no
 * child processes, no shared objects. The browser is the sandbox. */
#define _GNU_SOURCE /* sched_getaffinity */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plot/web/page_server.h"
#include "sys/child_process.h"
#include "sys/interrupt.h"
#include "sys/parallel/processes.h"
#include "sys/plugin.h"
#include "sys/sandbox.h"
#include "web/lapack_table.h"
#include "web/page_port.h"

/* -- functions of Linux --------------------------------------------------- */

int fallocate(int fd, int mode, off_t offset, off_t length) {
  (void)fd, (void)mode, (void)offset, (void)length;
  errno = ENOSYS;
  return -1;
}

/* There is one thread. */
int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set) {
  (void)process, (void)size, (void)set;
  errno = ENOSYS;
  return -1;
}

int __sched_cpucount(size_t size, const cpu_set_t *set) {
  (void)size, (void)set;
  return 1;
}

int prctl(int option, ...);
int prctl(int option, ...) {
  (void)option;
  errno = ENOSYS;
  return -1;
}

int system(const char *command) {
  if (!command) return 0; /* there is no shell */
  errno = ENOSYS;
  return -1;
}

/* Without these the script of a network and of pipes would be linked. */
ssize_t recv(int fd, void *bytes, size_t n, int flags) {
  (void)fd, (void)bytes, (void)n, (void)flags;
  errno = ENOSYS;
  return -1;
}

ssize_t send(int fd, const void *bytes, size_t n, int flags) {
  (void)fd, (void)bytes, (void)n, (void)flags;
  errno = ENOSYS;
  return -1;
}

int pipe(int ends[2]) {
  (void)ends;
  errno = ENOSYS;
  return -1;
}

/* -- sandbox.h ------------------------------------------------------------ */

int sandbox_enter(const SandboxLimits *limits, const char *script,
                  const char *const *folders) {
  (void)limits, (void)script, (void)folders;
  return SANDBOX_NO_FILES | SANDBOX_NO_CALLS;
}

bool sandbox_is_on(void) { return false; }

void sandbox_check_time(void) {}

void sandbox_enter_child(bool last) { (void)last; }

_Noreturn void sandbox_end_memory(void) { abort(); }

/* -- child_process.h ------------------------------------------------------ */

/* The work cannot be stopped, but it is done. */
ChildResult child_process_run(int *code, double *out, size_t n, ChildWork *work,
                              void *context) {
  (void)n;
  *code = work(context, out);
  return CHILD_DONE;
}

/* Imported, see imports.js. */
void web_copy_memory(void);
void web_restore_memory(void);

/* The rest of the program goes on as if `write` had run elsewhere: the memory is
 * restored, with the exception of local variables that have no address. */
ChildResult child_process_capture(char *text, size_t *n, ChildWriter *write,
                                  void *context) {
  static const char PATH[] = "/tmp/child";
  const int fd = open(PATH, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return CHILD_REFUSED;
  fflush(NULL);
  web_copy_memory();
  const bool good = write(context, fd);
  const bool stopped = interrupted;
  web_restore_memory();
  lseek(fd, 0, SEEK_SET);
  const ssize_t got = read(fd, text, *n);
  *n = got > 0 ? (size_t)got : 0;
  close(fd);
  unlink(PATH);
  if (stopped) interrupt_press();
  if (stopped) return CHILD_INTERRUPTED;
  return good ? CHILD_DONE : CHILD_LOST;
}

/* -- processes.h: there is one -------------------------------------------- */

bool processes_start(char *why, size_t room) {
  (void)why, (void)room;
  return true;
}

size_t processes_count(void) { return 1; }

size_t processes_rank(void) { return 0; }

uint64_t processes_digest(uint64_t before, const void *bytes, size_t n) {
  (void)bytes, (void)n;
  return before;
}

bool processes_gather(uint64_t *all, const size_t *n, ProcessesTask task,
                      ProcessesRemark *remark) {
  (void)all, (void)n, (void)task, (void)remark;
  return true;
}

void processes_tell_failure(const char *sentence) { (void)sentence; }

void processes_before_report(void) {}

/* -- plugin.h ------------------------------------------------------------- */

/* The plug-ins that are linked with the program. */
bool plugin_find(void *function, const char *name, const char *entry) {
  LapackEntry *const lapack = lapack_table;
  PageServerEntry *const page = page_port;
  (void)name;
  if (!strcmp(entry, LAPACK_ENTRY))
    memcpy(function, &lapack, sizeof lapack);
  else if (!strcmp(entry, PAGE_SERVER_ENTRY))
    memcpy(function, &page, sizeof page);
  else
    return false;
  return true;
}

/* The program has no path. */
void plugin_own_folder(char *folder, size_t room) {
  if (room) *folder = 0;
}

void plugin_set_own_file(const char *path) { (void)path; }

void plugin_own_program(char *path, size_t room) {
  if (room) *path = 0;
}

bool plugin_folder(size_t i, char *path, size_t room) {
  (void)i, (void)path, (void)room;
  return false;
}

bool plugin_has_room(size_t count, size_t bytes) {
  (void)count, (void)bytes;
  return true;
}

bool plugin_has_threads(size_t count) { return count == 0; }

const char *plugin_advice(const char *library, const char *packages) {
  static char text[100];
  (void)packages;
  snprintf(text, sizeof text, "the browser build has no %s", library);
  return text;
}

_Noreturn void plugin_give_up(const char *name, const char *why) {
  fprintf(stderr, "mlrepl: %s is missing: %s\n", name, why ? why : "not found");
  abort();
}
