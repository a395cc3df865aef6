// Checks that what pages, help and errors mention exists: cmdlets, their parameters, error ids, variables.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCmdlets } from '../../engine/cmdlets/index.ts';
import { configKeys, variablesOf } from '../../engine/config/keys.ts';
import { errorCatalogue } from '../../engine/errors/catalogue.ts';
import { environmentVariables } from '../../engine/protocol/methods.ts';
import { allParameters } from '../../scripts/generate/parameter-facts.ts';
import { differences, pending } from '../surface/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cmdlets = await allCmdlets();

/** Parameters of each cmdlet and alias, in lower case. */
const parameters = new Map(
  cmdlets.flatMap(({ name, declaration }) => {
    const names = Object.entries(allParameters(declaration)).flatMap(([parameter, { aliases = [] }]) => [
      parameter,
      ...aliases,
    ]);
    const known = new Set(names.map((each) => each.toLowerCase()));
    return [name, ...(declaration.aliases ?? [])].map((each) => [each.toLowerCase(), known] as const);
  }),
);

/** Cmdlets of other modules that pages mention, and Az.Accounts' cmdlets that do not exist here. */
const others = new Set(
  ['Get-AzKeyVault', ...pending, ...differences.map(({ cmdlet }) => cmdlet)].map((name) =>
    name.toLowerCase(),
  ),
);
const common = new Set(
  'debug verbose erroraction errorvariable warningaction warningvariable informationaction outvariable'.split(
    ' ',
  ),
);

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)]
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const texts = [
  ...pages,
  ...cmdlets.map(({ name, declaration }) => ({ file: name, text: JSON.stringify(declaration) })),
  { file: 'errors.ts', text: JSON.stringify(errorCatalogue) },
];

/** The lines of code of a page: code blocks and inline code. */
function codeIn(text: string): string[] {
  const fences = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, code = '']) => code.split('\n'));
  const inline = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...fences, ...inline];
}

/** The parameters in a line of code that the command does not have. */
function wrongParameters(code: string): string[] {
  // After Get-Help, a cmdlet's name is an argument.
  if (code.startsWith('Get-Help')) return [];
  const calls = [...code.matchAll(/\b([A-Z][a-z]+-Az[A-Za-z]+)\b([^|;(){}'"`]*(?:'[^']*'[^|;(){}'"`]*)*)/g)];
  return calls.flatMap(([, command = '', rest = '']) => {
    const known = parameters.get(command.toLowerCase());
    if (known === undefined) return [];
    return [...rest.replace(/'[^']*'/g, '').matchAll(/(?<=\s)-([A-Za-z]\w*)/g)]
      .map(([, parameter = '']) => parameter)
      .filter((parameter) => !known.has(parameter.toLowerCase()) && !common.has(parameter.toLowerCase()))
      .map((parameter) => `${command} -${parameter}`);
  });
}

describe('names in pages, help and errors', () => {
  it('refer to existing cmdlets', () => {
    const unknown = texts.flatMap(({ file, text }) =>
      [...text.matchAll(/(?<![\w*-])[A-Z][a-z]+-Az[A-Z][A-Za-z]+/g)]
        .map(([name]) => name)
        .filter((name) => !parameters.has(name.toLowerCase()) && !others.has(name.toLowerCase()))
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('refer to existing parameters of these cmdlets', () => {
    const inPages = pages.flatMap(({ file, text }) =>
      codeIn(text).flatMap((code) => wrongParameters(code).map((wrong) => `${file}: ${wrong}`)),
    );
    const inExamples = cmdlets.flatMap(({ declaration }) =>
      declaration.examples.flatMap(({ code }) => code.split('\n').flatMap(wrongParameters)),
    );
    assert.deepEqual([...inPages, ...inExamples], []);
  });

  it('refer to errors of the catalogue', () => {
    const ids = Object.keys(errorCatalogue);
    const families = new Set(ids.map((id) => id.split('.')[0]));
    const unknown = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/`([A-Z]\w+)\.(\w+|\*)`/g)]
        .filter(([, family = '']) => families.has(family))
        .filter(([, family = '', reason = '']) => reason !== '*' && !ids.includes(`${family}.${reason}`))
        .filter(([, , reason = '']) => !reason.startsWith('AADSTS'))
        .map(([id]) => `${file}: ${id}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('refer to variables that are read', () => {
    const known = new Set([
      ...environmentVariables,
      ...configKeys.flatMap((key) => variablesOf(key).map(({ name }) => name)),
    ]);
    const unknown = pages
      .filter(({ file }) => file !== 'docs/architecture.md')
      .flatMap(({ file, text }) =>
        [...text.matchAll(/\bAZ_LOGINTS_[A-Z_0-9]+\b/g)]
          .map(([name]) => name)
          .filter((name) => !known.has(name) && name !== 'AZ_LOGINTS_')
          .map((name) => `${file}: ${name}`),
      );
    assert.deepEqual(unknown, []);
  });
});
