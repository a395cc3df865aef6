// `npm run test:faults`: see the usage below. Exits with 1 if a cell differs from docs/faults.md or has an objection.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { buildAll } from '../../scripts/build.ts';
import { matrixActions } from './actions.ts';
import { matrixFaults } from './faults.ts';
import { runCells } from './matrix.ts';
import { outcomeOnPage, pageOf, pagePath } from './page.ts';

const usage = `npm run test:faults -- [options]
  --fault <text>   only faults whose name has this text; can be given several times
  --action <text>  only actions whose name has this text
  --at-once <n>    how many cells at once (4)
  --write          writes the outcomes of these cells into docs/faults.md
`;

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true, default: [''] },
    action: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit();
}
await buildAll();
const chosen = matrixFaults.filter(({ name }) => values.fault.some((text) => name.includes(text)));
const faults = chosen.filter(({ isPossible }) => isPossible?.() ?? true);
for (const { name } of chosen.filter((fault) => !faults.includes(fault)))
  process.stdout.write(`${name}: cannot be tried on this machine\n`);
const cells = faults.flatMap((fault) =>
  matrixActions.filter(({ name }) => name.includes(values.action)).map((action) => ({ fault, action })),
);
const results = await runCells(
  cells,
  Number(values['at-once']),
  ({ fault, action, outcome, seconds, wrong }) => {
    process.stdout.write(`${fault} × ${action}: ${outcome}, ${seconds.toFixed(1)} s\n`);
    for (const sentence of wrong) process.stdout.write(`FAILED: ${sentence}\n`);
  },
);
if (values.write) {
  const options = (await resolveConfig(pagePath)) ?? {};
  writeFileSync(pagePath, await format(pageOf(results), { ...options, parser: 'markdown' }));
}
const others = results.filter(({ fault, action, outcome }) => outcomeOnPage(fault, action) !== outcome);
for (const { fault, action, outcome } of others)
  process.stdout.write(
    `FAILED: ${fault} × ${action} is ${outcome}, the page says ${String(outcomeOnPage(fault, action))}\n`,
  );
const failed = results.filter(({ wrong }) => wrong.length > 0).length + others.length;
process.stdout.write(`${String(results.length)} cells, ${String(failed)} failed\n`);
process.exit(failed === 0 && results.length > 0 ? 0 : 1);
