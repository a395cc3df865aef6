"""Runs a program in wine with a terminal as its stdin: `with-terminal.py <program> <parameters>`.

A PowerShell for Windows that wine gives no console to ends at once with 0. With a terminal on stdin there is one, and
stdout and stderr stay the pipes that they are. The program takes this process's place, so that a signal reaches it.
"""
import os
import pty
import sys

controller, terminal = pty.openpty()
# Nobody types, but the terminal is there as long as its other end is open.
os.set_inheritable(controller, True)
os.dup2(terminal, 0)
os.execv('/usr/bin/wine', ['wine', *sys.argv[1:]])
