"""Starts Envoy so that it dies with its parent, even when that one is killed: `shim.py PARENT COMMAND...`.

Run as a script with nothing but the standard library. On Linux the kernel is asked to kill this process with
its parent, and this process becomes Envoy. Elsewhere it stays as a watcher between the two.
"""

import ctypes
import os
import platform
import signal
import subprocess
import sys
import time

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become the command, or watch over it."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            # The parent died before the request was in place.
            sys.exit(1)
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _: child.send_signal(received))
    while child.poll() is None:
        if os.getppid() != parent:
            child.kill()
        time.sleep(0.2)
    sys.exit(child.returncode if child.returncode >= 0 else 128 - child.returncode)


if __name__ == "__main__":
    main()
