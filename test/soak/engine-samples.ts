// What engines hold while they work: read from the probe that is loaded into each.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Returns why engines cannot be sampled here, as a sentence, or undefined if they can. */
export function objectionToSamples(): string | undefined {
  if (process.platform !== 'linux') return 'What engines hold is read from /proc, which Linux has.';
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined
    ? 'What native code has allocated is known only with the malloc of glibc.'
    : undefined;
}

/** What an engine holds after its garbage was collected; sizes in bytes. */
export interface Sample {
  readonly number: number;
  /** Objects of JavaScript. */
  readonly heap: number;
  /** What native code has allocated and not freed, `external` included. */
  readonly native: number;
  /** What objects of JavaScript have outside V8's heap, such as the bytes of buffers. */
  readonly external: number;
  /**
   * Resident memory. It is printed and not compared, because it has the pages of the program file that were read, and those that
   * V8 and malloc keep for their next objects.
   */
  readonly resident: number;
  /** Open file descriptors. */
  readonly files: number;
  /** What keeps the process alive: sockets, servers, pipes, requests under way. */
  readonly handles: number;
  readonly timers: number;
  readonly threads: number;
  /** On the process and its pipes. */
  readonly listeners: number;
  /** What Node.js warned of since the start. */
  readonly warnings: readonly string[];
}

const { tunables } = createRequire(import.meta.url)('./native-memory.cjs') as { tunables: string };
const probe = fileURLToPath(new URL('probe.cjs', import.meta.url));
/** A busy machine may take its time; an engine that hangs takes for ever. */
const longestMs = 60_000;
const pauseMs = 100;

/**
 * V8 compiles functions to machine code once they have run often, and forgets the bytecode of those that have not. In
 * the first thousand commands that adds about 1 MiB to the heap, which is no growth of what the engine holds. With
 * these options a function takes the same memory from its first call on.
 */
const steadyCode = [
  ...['--no-opt', '--no-maglev', '--no-sparkplug'],
  ...['--no-lazy-feedback-allocation', '--no-flush-bytecode'],
].join(' ');

/** Writes a Node.js that loads the probe, for AZ_LOGINTS_ENGINE_RUNTIME; gives its path. */
export async function writeProbedRuntime(folder: string): Promise<string> {
  const path = join(folder, 'node-with-probe');
  const script = `#!/bin/sh\nGLIBC_TUNABLES='${tunables}' SOAK_PROBE='${folder}' exec '${process.execPath}' ${steadyCode} --expose-gc --require '${probe}' "$@"\n`;
  await writeFile(path, script, { mode: 0o700 });
  return path;
}

/**
 * Has an engine take a sample.
 * @throws Error when the engine is gone, or does not answer within a minute
 */
export async function takeSample(folder: string, pid: number): Promise<Sample> {
  const path = join(folder, String(pid));
  const read = (): Sample | undefined =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Sample) : undefined;
  const before = read()?.number ?? 0;
  process.kill(pid, 'SIGUSR2');
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    const sample = read();
    if (sample !== undefined && sample.number > before) return sample;
    await delay(pauseMs);
  }
  throw new Error(`The engine ${String(pid)} gave no sample within ${String(longestMs / 1000)} s.`);
}

/** Node.js closes a connection on which nothing came for 5 s. */
const quietSeconds = 7;
export const counts = ['files', 'handles', 'timers', 'threads', 'listeners'] as const;

/**
 * Takes samples of an engine that has nothing to do until it holds no more than it did (where `base` is given), or
 * until nothing changes any more: connections that are kept for the next request close after some seconds. Gives the
 * last one, also where it still holds more.
 */
export async function settle(folder: string, pid: number, base?: Sample): Promise<Sample> {
  let last = await takeSample(folder, pid);
  let unchanged = 0;
  const isDone = (): boolean =>
    base === undefined ? unchanged >= quietSeconds : counts.every((name) => last[name] <= base[name]);
  for (let waited = 0; waited < longestMs && !isDone(); waited += 1000) {
    await delay(1000);
    const next = await takeSample(folder, pid);
    const isSame = counts.every((name) => next[name] === last[name]);
    unchanged = isSame ? unchanged + 1 : 0;
    last = next;
  }
  return last;
}

export interface Limits {
  /** By how much memory may grow, in parts of a hundred. */
  readonly memoryPercent: number;
  /** Growth below that is none, in bytes. */
  readonly memoryBytes: number;
}

/** Returns in what an engine holds more than it did, a sentence each. */
export function growth(base: Sample, last: Sample, { memoryPercent, memoryBytes }: Limits): string[] {
  const more = counts
    .filter((name) => last[name] > base[name])
    .map((name) => `${name}: ${String(last[name])} after ${String(base[name])}`);
  const larger = (['heap', 'native', 'external'] as const)
    .filter((name) => {
      const grown = last[name] - base[name];
      return grown > memoryBytes && grown > (base[name] * memoryPercent) / 100;
    })
    .map((name) => `${name}: ${inMiB(last[name])} after ${inMiB(base[name])}`);
  return [...more, ...larger, ...last.warnings];
}

export function inMiB(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
