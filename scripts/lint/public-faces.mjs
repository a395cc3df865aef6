// The ESLint rule for the folders of test/ that other folders may import: only through their index.ts.
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onEachImport } from './imports.mjs';

const test = fileURLToPath(new URL('../../test/', import.meta.url));
const folders = ['local-cloud', 'powershell', 'surface'].map((name) => `${test}${name}${sep}`);

/** @type {import('eslint').Rule.RuleModule} */
export const publicFaces = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      inside: 'Import from {{ face }}, which has what others may use; add there what is missing.',
    },
  },
  create(context) {
    const check = (source) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const path = resolve(dirname(context.filename), source.value);
      const folder = folders.find((one) => path.startsWith(one) && !context.filename.startsWith(one));
      if (folder === undefined || path === `${folder}index.ts`) return;
      const face = `test/${folder.slice(test.length, -1)}/index.ts`;
      context.report({ node: source, messageId: 'inside', data: { face } });
    };
    return onEachImport(check);
  },
};
