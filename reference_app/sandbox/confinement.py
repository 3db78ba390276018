"""``sandboxed-processing``, the walls: what a child gives up before it sees the first byte.

Stops
    A decoder under an attacker's control, or one that is merely led astray: it cannot read or
    make a file, reach the network or another process, fork, or use more time, memory or disk
    than it was given. The walls overlap: most attempts meet two of them.

Does not stop
    What the job may do anyway: answer wrongly, and write anything into the target. Bugs of the
    kernel in what is left to call. Where seccomp has no filter, root can still fork.

References
    - ASVS v5.0.0-5.2.2, v5.0.0-15.2.5, CWE-400, CWE-653
    - setrlimit(2), setitimer(2), prctl(2)
"""

import ctypes
import resource
import signal

from reference_app.sandbox import Limits, landlock, seccomp

NO_NEW_PRIVILEGES = tuple(map(ctypes.c_ulong, (38, 1, 0, 0, 0)))  # both filters demand it

_prctl = ctypes.CDLL(None).prctl


def confine(limits: Limits) -> list[str]:
    """Give up all that a job does not need; return what has been reached."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)  # SIGALRM ends the process
    given = {"CPU": limits.seconds, "AS": limits.memory_bytes, "FSIZE": limits.output_bytes}
    for name, most in {**given, "NOFILE": 16, "NPROC": 0, "CORE": 0}.items():
        what = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))
    _prctl(*NO_NEW_PRIVILEGES)
    abi = landlock.restrict()
    reached = {"rlimits": True, f"landlock ABI {abi}": abi, "seccomp": seccomp.restrict()}
    return [name for name, is_reached in reached.items() if is_reached]
