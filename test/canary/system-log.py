# Acts as a system log: receives datagrams on a socket at the first path, and writes their content to the file at the
# second. Prints "ready", and ends when its input ends.
import os
import select
import socket
import sys

log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 * 1024 * 1024)
log.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
with open(sys.argv[2], "ab", buffering=0) as kept:
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([log, sys.stdin], [], [])
        if log in ready:
            kept.write(log.recv(1024 * 1024) + b"\n")
        elif os.read(0, 1024) == b"":
            break
