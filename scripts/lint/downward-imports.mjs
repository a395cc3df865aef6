// The ESLint rule for the rooms of the engine: a room imports only from itself and from rooms below it in rooms.json.
// Imports of types count too.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onEachImport } from './imports.mjs';

const engine = fileURLToPath(new URL('../../engine/', import.meta.url));

/** The rooms from the top down. A sub-room has its own entry: `signin/app` is not part of `signin`. */
const rooms = JSON.parse(readFileSync(new URL('rooms.json', import.meta.url), 'utf8'));

/** Returns the room of a file or folder of the engine, or undefined. */
function roomOf(path) {
  const place = relative(engine, path).replaceAll('\\', '/');
  const holds = (room) => place === room || place.startsWith(`${room}/`);
  return rooms.filter(holds).sort((one, other) => other.length - one.length)[0];
}

/** @type {import('eslint').Rule.RuleModule} */
export const downwardImports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      homeless: 'This file belongs to no room of the engine: see scripts/lint/rooms.json.',
      outside: "The engine imports nothing from outside its rooms: '{{ path }}' is none of them.",
      upward:
        'engine/{{ from }} must not import from engine/{{ to }}, which stands above it in scripts/lint/rooms.json. Move what both need into a room below them.',
    },
  },
  create(context) {
    const from = roomOf(context.filename);
    if (from === undefined) {
      return {
        Program(node) {
          context.report({ node, messageId: 'homeless' });
        },
      };
    }
    const check = (source) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const to = roomOf(resolve(dirname(context.filename), source.value));
      if (to === undefined) {
        context.report({ node: source, messageId: 'outside', data: { path: source.value } });
      } else if (rooms.indexOf(to) < rooms.indexOf(from)) {
        context.report({ node: source, messageId: 'upward', data: { from, to } });
      }
    };
    return onEachImport(check);
  },
};
