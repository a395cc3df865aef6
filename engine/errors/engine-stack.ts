// Where an error came up in the engine: stacks that name lines of TypeScript and hold no message, path of this machine
// or secret. Loaded at a fault only. The bundle's source map is read here and not by Node.js, which would read it at
// each start (--enable-source-maps) or not at all for what is loaded already (process.setSourceMapsEnabled).
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { EngineError } from './engine-error.ts';

/** A frame as V8 writes it: `at name (place)` or `at place`, with `async` before what was awaited. */
const frame = /^ {4}at (async )?(?:(.+) \()?([^()]+?)\)?$/;
/** More causes than an error has that anybody can follow. */
const maxCauses = 5;

/**
 * The stack of an error and of its causes, one frame a line below the name of each. What was not thrown as an error
 * has no stack and is left out.
 */
export function engineStack(error: EngineError): string {
  // A fault was wrapped where it was caught, which says nothing of where it came up.
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

/** Messages may hold anything, so only what follows the message is read. */
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

/** `<file>:<line>:<column>`: in the sources if the map has them, else without the folders of this machine. */
function shorten(place: string): string {
  const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  if (path === undefined) return inCheckout(place);
  const found: Partial<SourceMapping> | undefined = isBundle(path)
    ? bundleMap()?.findEntry(Number(line) - 1, Number(column) - 1)
    : undefined;
  if (found?.originalSource !== undefined) {
    const { originalSource, originalLine = 0, originalColumn = 0 } = found;
    // They count from 0; what people read counts from 1.
    return [inCheckout(originalSource), originalLine + 1, originalColumn + 1].join(':');
  }
  return [inCheckout(path), line, column].join(':');
}

/** The path from the last `node_modules` or `engine` on; of any other file its name. */
function inCheckout(path: string): string {
  if (path.startsWith('node:')) return path;
  const parts = path.split(/[\\/]/);
  const folders = [parts.lastIndexOf('node_modules'), parts.lastIndexOf('engine')];
  return parts.slice(folders.find((index) => index >= 0) ?? parts.length - 1).join('/');
}

/** In sources that are not bundled there is no such name. */
function isBundle(path: string): boolean {
  return typeof __filename === 'string' && path === __filename;
}

let map: SourceMap | null | undefined;

/** The map beside the bundle; undefined if there is none that can be read. */
function bundleMap(): SourceMap | undefined {
  if (map === undefined) {
    try {
      map = new SourceMap(JSON.parse(readFileSync(`${__filename}.map`, 'utf8')) as SourceMapPayload);
    } catch {
      map = null;
    }
  }
  return map ?? undefined;
}
