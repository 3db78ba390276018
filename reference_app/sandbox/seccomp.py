"""seccomp: the few system calls that computing takes, and no others.

A list of what is allowed, since every kernel adds calls. Others do not kill, they fail as on a
kernel that does not know them, which libraries are prepared for.

Stops
    Processes, threads, programs, sockets, signals, tracing, opening by any path; raising a
    limit or disarming the timer. ``close`` and ``dup`` are not on the list, so the child cannot
    part with the descriptor of its answer: when that stream ends, the child is gone.

Does not stop
    A bug in one of the calls that are left. Machines other than x86-64 and AArch64.

References
    - seccomp(2); Linux, Documentation/userspace-api/seccomp_filter.rst
"""

import ctypes
import errno
import os
import struct

PR_SET_SECCOMP, FILTER = 22, 2
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06  # of classic BPF: ld [k], jeq k, ret k
NUMBER_AT, MACHINE_AT = 0, 4  # in struct seccomp_data
ALLOW, FAIL = 0x7FFF0000, 0x00050000 | errno.ENOSYS

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_*, from linux/audit.h
# Name, number on x86-64, number on AArch64.
CALLS = """
    read 0 63  write 1 64  readv 19 65  writev 20 66  pread64 17 67  pwrite64 18 68
    lseek 8 62  fstat 5 80  newfstatat 262 79  ftruncate 77 46
    mmap 9 222  munmap 11 215  mremap 25 216  mprotect 10 226  madvise 28 233  brk 12 214
    futex 202 98  sched_yield 24 124  rt_sigreturn 15 139  restart_syscall 219 128
    clock_gettime 228 113  gettimeofday 96 169  nanosleep 35 101  clock_nanosleep 230 115
    getrandom 318 278  getpid 39 172  gettid 186 178  exit 60 93  exit_group 231 94
"""

_prctl = ctypes.CDLL(None, use_errno=True).prctl


def restrict() -> bool:
    """Confine this thread and all that it forks; return whether that was possible."""
    machine = os.uname().machine
    if machine not in MACHINES:
        return False
    code = ctypes.create_string_buffer(program(machine))  # with a NUL at its end
    filter_ = struct.pack("@HP", len(code) // 8, ctypes.addressof(code))
    return bool(_prctl(PR_SET_SECCOMP, ctypes.c_ulong(FILTER), filter_, 0, 0) == 0)


def program(machine: str) -> bytes:
    """Return the filter in classic BPF: the right machine, one of the numbers, or failure."""
    column = 1 + list(MACHINES).index(machine)
    numbers = [int(number) for number in CALLS.split()[column::3]]
    last = len(numbers)
    lines = [
        *((LOAD, 0, 0, MACHINE_AT), (EQUALS, 0, last + 1, MACHINES[machine])),
        *((LOAD, 0, 0, NUMBER_AT), *((EQUALS, last - i, 0, n) for i, n in enumerate(numbers))),
        *((RETURN, 0, 0, FAIL), (RETURN, 0, 0, ALLOW)),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
