# Takes what is sent to a system log, in place of one: a socket of datagrams at the first path, its content goes to the
# file at the second. Says "ready", and ends when its input does.
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
