// How much memory native code (OpenSSL, libuv, Node.js itself) has allocated with malloc and not freed.
//
// Resident memory does not say that. Most of it outside V8's heap is the program file of Node.js, of which the more is
// loaded the more of its functions have run; and malloc keeps what is freed for its next calls. So we walk through
// malloc's memory chunk by chunk, as malloc itself would, and add up the chunks that are in use.
'use strict';
const { closeSync, openSync, readFileSync, readSync } = require('node:fs');

/**
 * What malloc is told by the variable GLIBC_TUNABLES (manual of glibc, "Memory Allocation Tunables"): to take all
 * memory from the heap of the process, and to keep no freed chunks that look like chunks in use (tcache, fast bins).
 */
const tunables = ['arena_max=1', 'mmap_max=0', 'tcache_count=0', 'mxfast=0']
  .map((one) => `glibc.malloc.${one}`)
  .join(':');

/** A chunk begins with the size of the one before it and its own, 8 bytes each (glibc, malloc/malloc.c). */
const sizeAt = 8;
const alignment = 16;
const smallest = 32;
/** The lowest bits of the size are flags; the first one says whether the chunk before it is in use. */
const flags = 0x7;
const isPreviousInUse = 0x1;
const windowBytes = 64 * 1024;
/** Other threads may change chunks meanwhile. */
const attempts = 20;

/**
 * Returns how many bytes are allocated, with malloc's own 8 for each chunk.
 * @throws Error if this process was not started with `tunables`, or its malloc is not that of glibc
 */
function allocatedBytes() {
  if (process.env.GLIBC_TUNABLES !== tunables) throw new Error(`GLIBC_TUNABLES is not ${tunables}`);
  for (let attempt = 1; ; attempt++) {
    try {
      return walk();
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

function walk() {
  const [, from, to] =
    /^([\da-f]+)-([\da-f]+) .*\[heap\]$/m.exec(readFileSync('/proc/self/maps', 'utf8')) ?? [];
  if (from === undefined) throw new Error('This process has no heap.');
  const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  const memory = openSync('/proc/self/mem', 'r');
  try {
    const sizeOf = sizeReader(memory, end);
    let inUse = 0;
    for (let chunk = start, size = sizeOf(chunk); ;) {
      const bytes = size - (size & flags);
      if (bytes < smallest || bytes % alignment !== 0)
        throw new Error('This is no chunk of malloc in glibc.');
      const next = chunk + bytes;
      // The last one is what malloc has not given to anyone yet.
      if (next === end) return inUse;
      if (next > end) throw new Error('A chunk of malloc ends outside the heap.');
      const nextSize = sizeOf(next);
      if ((nextSize & isPreviousInUse) !== 0) inUse += bytes;
      [chunk, size] = [next, nextSize];
    }
  } finally {
    closeSync(memory);
  }
}

/** Returns a function that reads the size of the chunk at an address, with its flags. */
function sizeReader(memory, end) {
  const window = Buffer.alloc(windowBytes);
  let at = 0;
  let length = 0;
  return (chunk) => {
    const address = chunk + sizeAt;
    if (address < at || address + 8 > at + length) {
      at = address;
      length = readSync(memory, window, 0, Math.min(windowBytes, end - address), address);
    }
    return Number(window.readBigUInt64LE(address - at));
  };
}

module.exports = { allocatedBytes, tunables };
