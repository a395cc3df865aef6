// Stacks of engine errors: with the lines of the TypeScript sources, without messages, local paths or secrets. Loaded
// only when an unexpected error occurs. We read the scripts' source maps ourselves, because Node.js would read them at
// every start (--enable-source-maps) or not for modules that are already loaded (process.setSourceMapsEnabled).
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { dirname } from 'node:path';
import { EngineError } from './engine-error.ts';

/** A frame as V8 formats it: `at name (place)` or `at place`, with `async` before awaited functions. */
const frame = /^ {4}at (async )?(?:(.+) \()?([^()]+?)\)?$/;
/** The most causes that are shown. */
const maxCauses = 5;

/**
 * Returns the stack of an error and its causes, one frame per line below each error's name. A thrown value that is
 * not an Error has no stack and is left out.
 */
export function engineStack(error: EngineError): string {
  // An unexpected error was wrapped where it was caught; the useful stack is its cause's.
  const first =
    error.catalogueId === 'Engine.Unexpected' && error.cause instanceof Error ? error.cause : error;
  const parts: string[] = [];
  for (let next: unknown = first; next instanceof Error && parts.length < maxCauses; next = next.cause) {
    parts.push([nameOf(next), ...framesOf(next)].join('\n'));
  }
  return parts.join('\ncaused by ');
}

function nameOf(error: Error): string {
  return error instanceof EngineError ? `${error.name} ${error.id}` : error.name;
}

/** Messages may contain anything, so only the part after the message is used. */
function framesOf({ name, message, stack = '' }: Error): string[] {
  const header = message === '' ? name : `${name}: ${message}`;
  const lines = stack.slice(stack.startsWith(header) ? header.length : 0).split('\n');
  const last = lines.findLastIndex((line) => !frame.test(line));
  return lines.slice(last + 1).map((line) => {
    const [, async = '', caller, place = ''] = frame.exec(line) ?? [];
    const short = shorten(place);
    return `    at ${async}${caller === undefined ? short : `${caller} (${short})`}`;
  });
}

/** Returns `<file>:<line>:<column>` in the sources if the map has it, otherwise the place without local folders. */
function shorten(place: string): string {
  const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  if (path === undefined) return inCheckout(place);
  const found: Partial<SourceMapping> | undefined = isOurScript(path)
    ? mapOf(path)?.findEntry(Number(line) - 1, Number(column) - 1)
    : undefined;
  if (found?.originalSource !== undefined) {
    const { originalSource, originalLine = 0, originalColumn = 0 } = found;
    // The map counts from 0, people from 1.
    return [inCheckout(originalSource), originalLine + 1, originalColumn + 1].join(':');
  }
  return [inCheckout(path), line, column].join(':');
}

/** Returns the path from the last `node_modules` or `engine` on, or just the file name. */
function inCheckout(path: string): string {
  if (path.startsWith('node:')) return path;
  const parts = path.split(/[\\/]/);
  const folders = [parts.lastIndexOf('node_modules'), parts.lastIndexOf('engine')];
  return parts.slice(folders.find((index) => index >= 0) ?? parts.length - 1).join('/');
}

/** Whether a file is a script of our bundle. `__filename` does not exist in unbundled sources. */
function isOurScript(path: string): boolean {
  return typeof __filename === 'string' && dirname(path) === dirname(__filename);
}

const maps = new Map<string, SourceMap | undefined>();

/** Returns the map of a script, or undefined if it cannot be read. */
function mapOf(script: string): SourceMap | undefined {
  if (!maps.has(script)) maps.set(script, readMap(`${script}.map`));
  return maps.get(script);
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
