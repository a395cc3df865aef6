// Loaded into an engine before its own script (--require): sends a signal to the engine or its PowerShell in the middle
// of a command, at the first connection or the first write after the file in TEST_SIGNAL_FROM exists.
'use strict';

const { existsSync, rmSync, writeFileSync } = require('node:fs');
const promises = require('node:fs/promises');
const { Socket } = require('node:net');

const {
  TEST_SIGNAL: signal,
  TEST_SIGNAL_TO: to,
  TEST_SIGNAL_FROM: from,
  TEST_SIGNAL_SENT: sent,
} = process.env;

function send() {
  if (!existsSync(from)) return;
  writeFileSync(sent, String(process.pid));
  rmSync(from);
  process.kill(to === 'engine' ? process.pid : process.ppid, signal);
}

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...rest) {
  const socket = connect.apply(this, rest);
  send();
  return socket;
};

const { open } = promises;
promises.open = async (path, ...rest) => {
  const file = await open(path, ...rest);
  // The locked file's lock is held at this moment.
  if (String(path).endsWith('.tmp')) send();
  return file;
};
