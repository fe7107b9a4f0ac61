/* seccomp.c - the plug-in mlrepl-seccomp.so: the system calls that a fenced-in
 * process may not make (sys/sandbox.h).
 *
 * A list of what is refused, not of what is allowed: the libraries that draw and
 * calculate use many calls, others with each version. What is refused fails with
 * EPERM.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include <seccomp.h>

bool mlrepl_seccomp_limit(bool is_child);

/* clang-format off */
static const char *const refused[] = {
  /* running programs */
  "execve", "execveat",
  /* the network, and other processes' sockets */
  "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
  "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg",
  /* other processes */
  "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open",
  "pidfd_getfd", "pidfd_send_signal", "process_madvise", "kcmp",
  "rt_sigqueueinfo", "rt_tgsigqueueinfo", "setpriority", "ioprio_set",
  "sched_setscheduler", "sched_setparam", "sched_setattr", "setpgid", "setsid",
  "shmget", "shmat", "msgget", "semget", "mq_open",
  /* other rights, other views of the system */
  "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
  "setfsuid", "setfsgid", "setgroups", "capset", "unshare", "setns", "chroot",
  "pivot_root", "mount", "umount2", "open_tree", "move_mount", "fsopen",
  "fsconfig", "fsmount", "fspick", "mount_setattr", "open_by_handle_at",
  "name_to_handle_at", "personality",
  /* what would evade the checks of files */
  "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup",
  "chmod", "fchmodat", "chown", "fchown", "lchown", "fchownat",
  "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr",
  "fremovexattr", "utime", "utimes", "futimesat", "symlink", "symlinkat",
  "mknod", "mknodat", "fanotify_init", "inotify_init", "inotify_init1",
  "quotactl", "acct",
  /* the machine */
  "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
  "init_module", "finit_module", "delete_module", "kexec_load",
  "kexec_file_load", "reboot", "swapon", "swapoff", "syslog", "sethostname",
  "setdomainname", "settimeofday", "clock_settime", "adjtimex",
  "clock_adjtime", "iopl", "ioperm", "modify_ldt", "vhangup", "nfsservctl",
  "lookup_dcookie", NULL};
/* clang-format on */

/* Calls of other architectures' names are unknown here, and cannot be made. */
static bool refuse(scmp_filter_ctx filter, const char *name) {
  int call = seccomp_syscall_resolve_name(name);
  if (call < 0) return true;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
}

/* The bits of clone's flags that make a new view of the system. */
static bool refuse_namespaces(scmp_filter_ctx filter) {
  static const unsigned long flags[] = {CLONE_NEWNS,  CLONE_NEWUTS,
                                        CLONE_NEWIPC, CLONE_NEWUSER,
                                        CLONE_NEWPID, CLONE_NEWNET};
  bool good = true;
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    good = good && seccomp_rule_add(
                     filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                     SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i])) == 0;
  return good;
}

/* Typing into the terminal as if it were the user. */
static bool refuse_typing(scmp_filter_ctx filter) {
  static const unsigned long requests[] = {TIOCSTI, TIOCLINUX};
  bool good = true;
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
    good = good && seccomp_rule_add(
                     filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                     SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, requests[i])) == 0;
  return good;
}

/* A thread is a clone that shares the memory; glibc tries clone3 first and falls
 * back to clone, whose flags a filter can read. */
static bool refuse_forks(scmp_filter_ctx filter) {
  return refuse(filter, "fork") && refuse(filter, "vfork") &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_VM, 0)) == 0;
}

bool mlrepl_seccomp_limit(bool is_child) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (!filter) return false;
  bool good = true;
  for (size_t i = 0; !is_child && refused[i]; i++)
    good = refuse(filter, refused[i]) && good;
  good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                  SCMP_SYS(clone3), 0) == 0;
  good = good && refuse_namespaces(filter) && refuse_typing(filter);
  if (is_child) good = good && refuse_forks(filter);
  good = good && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return good;
}
