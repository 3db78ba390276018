"""Landlock: a process gives up all file systems for good, whoever it runs as.

A ruleset without a rule allows nothing of what it handles. The numbers below say how much each
version of the interface (ABI) knows; a kernel refuses a ruleset that goes beyond.

Stops
    Opening, making and removing files by any path; TCP; signals to processes outside.

Does not stop
    What the descriptors at hand allow. A kernel before 5.13, or one built or started without
    Landlock, knows nothing of it.

References
    - landlock(7), and include/uapi/linux/landlock.h of Linux 6.12
"""

import ctypes
import os
import struct

CREATE_RULESET, RESTRICT_SELF = 444, 446  # the same on every architecture
ASK_VERSION = 1
FILE_RIGHTS = (0, 13, 14, 15, 15, 16)  # by ABI, the last for all that follow
NETWORK_ABI, SCOPE_ABI = 4, 6
BOTH = 0b11  # bind and connect; abstract sockets and signals

_syscall = ctypes.CDLL(None).syscall
_syscall.restype = ctypes.c_long


def restrict() -> int:
    """Confine this thread and all that it forks; return the ABI, or 0 if there is none."""
    abi = int(_syscall(CREATE_RULESET, None, 0, ASK_VERSION))
    if abi < 1:
        return 0
    files = (1 << FILE_RIGHTS[min(abi, len(FILE_RIGHTS) - 1)]) - 1
    # Older kernels take the longer structure as well, if what they do not know is zero.
    ruleset = struct.pack("=QQQ", files, BOTH * (abi >= NETWORK_ABI), BOTH * (abi >= SCOPE_ABI))
    fd = int(_syscall(CREATE_RULESET, ruleset, ctypes.c_size_t(len(ruleset)), 0))
    if fd < 0 or _syscall(RESTRICT_SELF, fd, 0):
        return 0
    os.close(fd)
    return abi
