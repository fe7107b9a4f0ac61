#include "lua/linalg/child_work.h"

#include <errno.h>
#include <string.h>

#include "core/status.h"
#include "lua/base/error.h"

/* Some 30 ms, several times what a child process costs. */
static const double FEW_OPERATIONS = 1e8;

int child_work_run(lua_State *L, double *out, size_t n, ChildWork *work,
                   void *task, const char *library) {
  int code = STATUS_OK;
  const ChildResult result = child_process_run(&code, out, n, work, task);
  if (result == CHILD_REFUSED)
    fail(L, "%s runs in a child process, which cannot be started: %s", library,
         strerror(errno));
  if (result == CHILD_LOST)
    fail(L,
         "%s ended unexpectedly in its child process, most likely for lack of "
         "memory",
         library);
  return result == CHILD_INTERRUPTED ? STATUS_STOPPED : code;
}

void child_work_lapack(lua_State *L, double *out, size_t n, ChildWork *work,
                       void *task, double operations) {
  const int code = operations <= FEW_OPERATIONS
                     ? work(task, out)
                     : child_work_run(L, out, n, work, task, "LAPACK");
  if (code == STATUS_RANGE)
    fail(L, "LAPACK's iteration did not converge on this matrix");
  check_status(L, status_error((StatusCode)code, 0, 0, 0), "A");
}
