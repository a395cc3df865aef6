// Measures ten thousand stored contexts, against a plain Node.js with the same file.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { companion, duel } from './duel.ts';
import { rowOf, type Group } from './row.ts';
import type { Stage } from './stage.ts';

const count = 10_000;
/** PowerShell creates an object for each listed context, which takes about a millisecond. */
const listed = 1000;

/** Reads and parses the file, and writes it again if asked. */
const bare = `const { readFileSync, writeFileSync } = require('node:fs');
const [, , from, to] = process.argv;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const value = JSON.parse(readFileSync(from, 'utf8'));
  if (line === 'write') writeFileSync(to, JSON.stringify(value, undefined, 2));
  process.stdout.write('done\\n');
});
`;

export const manyContexts: Group = {
  name: 'contexts',
  async measure(stage, runs) {
    const home = await homeWithContexts(stage, count);
    const file = join(home, 'az', 'AzureRmContext.json');
    const script = join(stage.folder, 'file.cjs');
    await writeFile(script, bare);
    const copy = join(stage.folder, 'copy.json');
    const costs = await duel(stage, {
      home,
      setUp: `Import-Module Az.LoginTs\n${companion(stage.node, script, file, copy)}\n$turn = 0`,
      contenders: {
        select: "$script:turn++; Select-AzContext -Name ('context ' + $script:turn)",
        write: "Ask 'write'",
        set: "$script:turn++; Set-AzContext -Context (Get-AzContext -Name ('context ' + $script:turn))",
        complete:
          "[System.Management.Automation.CommandCompletion]::CompleteInput('Select-AzContext -Name context', 30, $null)",
        read: "Ask 'read'",
      },
      runs,
    });
    const fewer = await homeWithContexts(stage, listed);
    const fewerFile = join(fewer, 'az', 'AzureRmContext.json');
    const { list = [], parse = [] } = await duel(stage, {
      home: fewer,
      setUp: `Import-Module Az.LoginTs\n${companion(stage.node, script, fewerFile, copy)}`,
      contenders: { list: 'Get-AzContext -ListAvailable', parse: "Ask 'read'" },
      runs,
    });
    const { select = [], write = [], set = [], complete = [], read = [] } = costs;
    const reading = 'reading and parsing that file in Node.js';
    return [
      rowOf({ what: '`Select-AzContext` among 10,000 contexts' }, select, [
        { what: 'reading, parsing and writing that file in Node.js', costs: write, most: 2 },
      ]),
      rowOf({ what: '`Set-AzContext` among 10,000 contexts' }, set, [{ what: reading, costs: read }]),
      rowOf({ what: 'Tab behind `Select-AzContext -Name` among 10,000 contexts' }, complete, [
        { what: reading, costs: read },
      ]),
      rowOf({ what: '`Get-AzContext -ListAvailable`, 1,000 contexts', most: 300 }, list, [
        { what: reading, costs: parse },
      ]),
    ];
  },
};

/** Returns a home folder with that many contexts of an application, each with another subscription. */
export async function homeWithContexts(stage: Stage, contexts: number): Promise<string> {
  const home = await stage.signedInHome();
  const path = join(home, 'az', 'AzureRmContext.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as {
    Contexts: Record<string, { Subscription: Record<string, unknown> }>;
    DefaultContextKey: string;
  };
  const [model] = Object.values(file.Contexts);
  if (model === undefined) throw new Error('Nobody is signed in.');
  const named = Array.from({ length: contexts }, (_, index) => {
    const number = String(index + 1);
    const subscription = {
      ...model.Subscription,
      ...{ Id: `5a000000-0000-4000-8000-${number.padStart(12, '0')}`, Name: `Subscription ${number}` },
    };
    return [`context ${number}`, { ...model, Subscription: subscription }] as const;
  });
  await mkdir(join(home, 'az'), { recursive: true });
  const all = { ...file, Contexts: Object.fromEntries(named), DefaultContextKey: 'context 1' };
  await writeFile(path, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
  return home;
}
