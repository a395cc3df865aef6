// The short form of `npm run test:faults`: some cells of the matrix, and proof that a cell can fail.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CallError } from '../support/engine-process.ts';
import { matrixActions, type MatrixAction } from './actions.ts';
import { matrixFaults } from './faults.ts';
import { MatrixBench, type Cell } from './matrix.ts';
import { coveredElsewhere, outcomeOnPage, pagePath } from './page.ts';

const some = [
  ['429 once, with a wait of 1 s', 'device code'],
  ['500 once', 'silent token'],
  ['connection refused', 'subscriptions'],
  ['JSON of the wrong types', 'secret'],
  ['JSON of the wrong types', 'managed identity'],
  ['page of a captive portal', 'REST'],
  ['revoked refresh tokens', 'silent token'],
  ['damaged context file', 'switch'],
  ['full disk', 'switch'],
  ['keyring locked', 'silent token'],
  ['engine killed', 'switch'],
] as const;

describe('the matrix of faults', function () {
  this.timeout(300_000);
  let bench: MatrixBench;
  before(async function () {
    if (process.platform !== 'linux') this.skip();
    bench = new MatrixBench();
    await bench.start();
  });
  // Skipped if nothing was started.
  after(() => (bench as MatrixBench | undefined)?.stop());

  for (const [faultName, actionName] of some) {
    it(`ends as docs/faults.md says for: ${faultName}, ${actionName}`, async function () {
      const [fault, action] = [named(matrixFaults, faultName), named(matrixActions, actionName)];
      if (fault.isPossible?.() === false) this.skip();
      const { outcome, wrong } = await bench.run({ fault, action });
      assert.deepEqual(wrong, []);
      assert.equal(outcome, outcomeOnPage(faultName, actionName));
    });
  }

  it('has an outcome in docs/faults.md for every cell', () => {
    for (const fault of matrixFaults)
      for (const action of matrixActions)
        assert.match(
          outcomeOnPage(fault.name, action.name) ?? '',
          /^(?:works|ended|[A-Z]\w+\.\w+)$/,
          `${fault.name} × ${action.name}`,
        );
  });

  it('mentions in docs/faults.md only tests elsewhere that exist', () => {
    const page = readFileSync(pagePath, 'utf8');
    for (const { file, test } of coveredElsewhere) {
      assert.ok(page.includes(`\`${file}\`, "${test}"`), test);
      const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      assert.ok(source.includes(`it('${test}'`), `${file}: ${test}`);
    }
  });

  const harmless = named(matrixFaults, 'no fault');
  const doing = (run: MatrixAction['run']): MatrixAction => ({ name: 'planted', command: '', run });
  const planted: readonly (readonly [what: string, cell: Cell, expected: RegExp])[] = [
    [
      'an unexpected error of the engine',
      {
        fault: harmless,
        action: doing(() =>
          Promise.reject(new CallError({ code: 1, message: 'x', data: { id: 'Engine.Unexpected' } })),
        ),
      },
      /Engine\.Unexpected/,
    ],
    [
      'an error without a next step',
      {
        fault: harmless,
        action: doing(() =>
          Promise.reject(new CallError({ code: 1, message: 'It is so.', data: { id: 'NotFound.X' } })),
        ),
      },
      /does not say what to do/,
    ],
    [
      'lost contexts',
      {
        fault: { name: 'planted', prepare: ({ home }) => rm(join(home, 'AzureRmContext.json')) },
        action: doing((_, engine) => engine.call('Get-AzEnvironment')),
      },
      /'kept-app' cannot be used/,
    ],
  ];
  for (const [what, cell, expected] of planted) {
    it(`fails for ${what}`, async () => {
      assert.match((await bench.run(cell)).wrong.join('\n'), expected);
    });
  }
});

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`There is no '${name}'.`);
  return found;
}
