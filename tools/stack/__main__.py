"""The shop on several servers of this machine: PostgreSQL and its replica, Redis, two servers, nginx, background jobs.

Needs the Debian packages postgresql, redis-server and nginx-light, and `make run` or `make test` once before. It keeps
to loopback and to a folder of its own, and takes both away when it ends (Ctrl-C).
"""

import argparse
import os
import signal
import sys

from tools.stack.programs import NotStarted, Program
from tools.stack.running import Stack, running


def jobs(stack: Stack) -> Program:
    """It listens nowhere; the primary's port answers for it."""
    command = [sys.executable, "manage.py", "run_jobs", "--loop"]
    port = stack.programs["primary"].port
    return Program("jobs", command, port, stack.folder / "jobs.log", environment=os.environ | stack.environment)


def tell(stack: Stack) -> None:
    print(f"The shop is at {stack.url}; logs and stack.json in {stack.folder}")
    for name, program in stack.programs.items():
        print(f"  {name:8} 127.0.0.1:{program.port}  pid {program.process.pid if program.process else '-'}")
    print("Ctrl-C ends all of it.", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--servers", type=int, default=2, help="servers of the shop behind nginx")
    parser.add_argument("--workers", type=int, default=2, help="processes of each of them")
    parser.add_argument("--empty", action="store_true", help="without the demo catalogue")
    parser.add_argument("--without-replica", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    terms = {"port": asked.port, "servers": asked.servers, "workers": asked.workers}
    try:
        with running(**terms, is_filled=not asked.empty, has_replica=not asked.without_replica) as stack:
            stack.open(jobs(stack))
            tell(stack)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except NotStarted as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
