// Loaded into an engine before its own script: at SIGUSR2 it collects garbage and writes down what the engine holds, into
// a file of the process in the folder SOAK_PROBE. Warnings of Node.js, such as of too many listeners, are in there too.
'use strict';
const { readdirSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { allocatedBytes } = require('./native-memory.cjs');

const file = join(process.env.SOAK_PROBE, String(process.pid));
const warnings = [];
let taken = 0;

const listenersOf = (emitter) =>
  emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);

process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));
process.on('SIGUSR2', () => {
  // What finalizers let go of is garbage the second time.
  for (let time = 0; time < 2; time++) globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const sample = {
    number: ++taken,
    heap: heapUsed,
    native: allocatedBytes(),
    external,
    resident: rss,
    files: readdirSync('/proc/self/fd').length,
    handles: resources.filter((name) => name !== 'Timeout' && name !== 'Immediate').length,
    timers: resources.filter((name) => name === 'Timeout').length,
    threads: readdirSync('/proc/self/task').length,
    listeners: [process, process.stdin, process.stdout].reduce((sum, one) => sum + listenersOf(one), 0),
    warnings,
  };
  writeFileSync(`${file}.draft`, JSON.stringify(sample));
  renameSync(`${file}.draft`, file);
});
