/* The filter is a program for the kernel's packet filter. It is written here
 * rather than by libseccomp, which takes longer to load than all the rest of the
 * fence.
 *
 * A list of what is refused, not of what is allowed: the libraries that draw and
 * calculate use many calls, others with each version.
 */
#define _GNU_SOURCE /* CLONE_... */
#include "sys/call_filter.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

/* The convention of calls that this program uses: another would have other
 * numbers, so a call by it ends the process. */
#if defined __x86_64__ && defined __LP64__
#define CONVENTION AUDIT_ARCH_X86_64
#elif defined __aarch64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CONVENTION AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define CONVENTION AUDIT_ARCH_RISCV64
#endif

#ifdef CONVENTION

/* clang-format off */
static const uint32_t refused[] = {
  /* running programs */
  SYS_execve, SYS_execveat,
  /* the network, and other processes' sockets */
  SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept,
  SYS_accept4, SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_recvfrom,
  SYS_recvmsg, SYS_recvmmsg,
  /* other processes */
  SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open,
  SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_process_madvise, SYS_kcmp,
  SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_setpriority, SYS_ioprio_set,
  SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr, SYS_setpgid,
  SYS_setsid, SYS_shmget, SYS_shmat, SYS_msgget, SYS_semget, SYS_mq_open,
  /* other rights, other views of the system */
  SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
  SYS_setresgid, SYS_setfsuid, SYS_setfsgid, SYS_setgroups, SYS_capset,
  SYS_unshare, SYS_setns, SYS_chroot, SYS_pivot_root, SYS_mount, SYS_umount2,
  SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount,
  SYS_fspick, SYS_mount_setattr, SYS_open_by_handle_at, SYS_name_to_handle_at,
  SYS_personality,
  /* what would evade the checks of files */
  SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_io_setup,
  SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_setxattr, SYS_lsetxattr,
  SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
  SYS_symlinkat, SYS_mknodat, SYS_fanotify_init, SYS_inotify_init1,
  SYS_quotactl, SYS_acct,
  /* the machine */
  SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key,
  SYS_request_key, SYS_init_module, SYS_finit_module, SYS_delete_module,
  SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_syslog,
  SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime,
  SYS_adjtimex, SYS_clock_adjtime, SYS_vhangup,
#ifdef SYS_kexec_file_load
  SYS_kexec_file_load,
#endif
#ifdef SYS_fchmodat2
  SYS_fchmodat2,
#endif
#ifdef SYS_lookup_dcookie
  SYS_lookup_dcookie,
#endif
#ifdef SYS_nfsservctl
  SYS_nfsservctl,
#endif
#ifdef SYS_open /* calls that new processors no longer have */
  SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
  SYS_symlink, SYS_mknod, SYS_inotify_init,
#endif
#ifdef SYS_iopl
  SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
};
/* clang-format on */

/* The flags of clone that make a new view of the system. */
static const uint32_t views[] = {CLONE_NEWNS,    CLONE_NEWUTS, CLONE_NEWIPC,
                                 CLONE_NEWUSER,  CLONE_NEWPID, CLONE_NEWNET,
                                 CLONE_NEWCGROUP};

/* Typing into the terminal as if it were the user. */
static const uint32_t typing[] = {TIOCSTI, TIOCLINUX};

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { ROOM = 2 * (COUNT(refused) + COUNT(views) + COUNT(typing)) + 30 };

typedef struct Program {
  struct sock_filter steps[ROOM];
  unsigned short n;
} Program;

/* -- steps of the program --------------------------------------------------- */

/* Jumps skip the next `then` steps if the comparison holds, else `otherwise`. */
static void add(Program *p, unsigned code, uint32_t k, uint8_t then,
                uint8_t otherwise) {
  p->steps[p->n++] = (struct sock_filter){(uint16_t)code, then, otherwise, k};
}

static void load(Program *p, size_t offset) {
  add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void load_number(Program *p) {
  load(p, offsetof(struct seccomp_data, nr));
}

/* The low half of the argument, which holds all flags and requests. */
static void load_argument(Program *p, size_t i) {
  load(p, offsetof(struct seccomp_data, args) + i * sizeof(uint64_t));
}

/* The call ends so if the loaded number compares so with k. */
static void answer_if(Program *p, unsigned comparison, uint32_t k,
                      uint32_t what) {
  add(p, BPF_JMP | comparison | BPF_K, k, 0, 1);
  add(p, BPF_RET | BPF_K, what, 0, 0);
}

static const uint32_t REFUSE = SECCOMP_RET_ERRNO | EPERM;
static const uint32_t UNKNOWN = SECCOMP_RET_ERRNO | ENOSYS;

/* -- the program ------------------------------------------------------------ */

/* x32 calls share the convention of x86-64; their numbers have this bit. */
static void check_convention(Program *p) {
  enum { X32 = 0x40000000 };
  load(p, offsetof(struct seccomp_data, arch));
  add(p, BPF_JMP | BPF_JEQ | BPF_K, CONVENTION, 1, 0);
  add(p, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
  load_number(p);
  answer_if(p, BPF_JGE, X32, UNKNOWN);
}

/* Each step skips the rest of the section if the number is another one. */
static void refuse_typing(Program *p) {
  add(p, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 2 + 2 * COUNT(typing));
  load_argument(p, 1);
  for (size_t i = 0; i < COUNT(typing); i++)
    answer_if(p, BPF_JEQ, typing[i], REFUSE);
  load_number(p);
}

/* A thread is a clone that shares the memory. */
static void refuse_clones(Program *p, bool may_fork) {
  add(p, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0,
      (uint8_t)(2 + 2 * COUNT(views) + (may_fork ? 0 : 2)));
  load_argument(p, 0);
  for (size_t i = 0; i < COUNT(views); i++)
    answer_if(p, BPF_JSET, views[i], REFUSE);
  if (!may_fork) {
    add(p, BPF_JMP | BPF_JSET | BPF_K, CLONE_VM, 1, 0);
    add(p, BPF_RET | BPF_K, REFUSE, 0, 0);
  }
  load_number(p);
}

static void refuse_forks(Program *p) {
#ifdef SYS_fork
  answer_if(p, BPF_JEQ, SYS_fork, REFUSE);
  answer_if(p, BPF_JEQ, SYS_vfork, REFUSE);
#else
  (void)p;
#endif
}

/* A filter cannot read the flags of clone3, which are in memory; glibc falls back
 * to clone. */
static void write_program(Program *p, bool may_fork) {
  p->n = 0;
  check_convention(p);
  for (size_t i = 0; i < COUNT(refused); i++)
    answer_if(p, BPF_JEQ, refused[i], REFUSE);
  answer_if(p, BPF_JEQ, SYS_clone3, UNKNOWN);
  if (!may_fork) refuse_forks(p);
  refuse_typing(p);
  refuse_clones(p, may_fork);
  add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

bool call_filter_set(bool may_fork) {
  Program p;
  write_program(&p, may_fork);
  const struct sock_fprog whole = {p.n, p.steps};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0;
}

#else

bool call_filter_set(bool may_fork) {
  (void)may_fork;
  return false;
}

#endif
