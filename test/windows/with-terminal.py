"""Runs a program in wine with a terminal as its stdin: `with-terminal.py <program> <parameters>`.

A PowerShell for Windows exits at once with 0 if wine gives it no console. With a terminal on stdin it has one, and
stdout and stderr stay pipes. The program replaces this process, so that signals reach it.
"""
import os
import pty
import sys

controller, terminal = pty.openpty()
# No keys are pressed, but the terminal exists as long as its other end is open.
os.set_inheritable(controller, True)
os.dup2(terminal, 0)
os.execv('/usr/bin/wine', ['wine', *sys.argv[1:]])
