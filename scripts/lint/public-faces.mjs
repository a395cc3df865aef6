// The ESLint rule for what is imported from test/. Some of its folders have a public face, their index.ts: nothing else
// of them may be imported, and nothing of other folders from outside test/. `support` is open to all tests.
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onEachImport } from './imports.mjs';

const test = fileURLToPath(new URL('../../test/', import.meta.url));
const faces = ['local-cloud', 'powershell', 'support', 'surface', 'windows'];
const openToTests = 'support';

/** The folder of test/ that a file is in; empty for a file in test/ itself, undefined for one outside. */
function folderOf(path) {
  const [first, ...rest] = relative(test, path).replaceAll('\\', '/').split('/');
  if (first === '..' || first === '' || first.includes(':')) return undefined;
  return rest.length === 0 ? '' : first;
}

/** @type {import('eslint').Rule.RuleModule} */
export const publicFaces = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      inside: 'Import from {{ face }}, which has what others may use; add there what is missing.',
      noFace:
        'Only folders of test/ with a public face may be imported from outside: {{ faces }}. test/{{ folder }} has none.',
    },
  },
  create(context) {
    const from = folderOf(context.filename);
    const check = (source) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const path = resolve(dirname(context.filename), source.value);
      const folder = folderOf(path);
      if (folder === undefined || folder === from) return;
      if (from !== undefined && (folder === openToTests || !faces.includes(folder))) return;
      if (!faces.includes(folder)) {
        context.report({ node: source, messageId: 'noFace', data: { folder, faces: faces.join(', ') } });
      } else if (path !== resolve(test, folder, 'index.ts')) {
        context.report({ node: source, messageId: 'inside', data: { face: `test/${folder}/index.ts` } });
      }
    };
    return onEachImport(check);
  },
};
