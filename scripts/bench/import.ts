// Measures the import against that of an empty module: alone, and with the process.
import { findAzAccounts, moduleFolders } from './az-accounts.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group } from './row.ts';

export const importing: Group = {
  name: 'import',
  async measure(stage, runs) {
    const home = await stage.newFolder();
    const accounts = await findAzAccounts(moduleFolders());
    const inProcess = async (importing: string): Promise<number> => {
      const command = `$clock = [System.Diagnostics.Stopwatch]::StartNew(); ${importing}; $clock.Elapsed.TotalMilliseconds.ToString([System.Globalization.CultureInfo]::InvariantCulture)`;
      return Number((await stage.powershell(command, home)).stdout);
    };
    const whole = async (importing: string): Promise<number> =>
      (await stage.powershell(`${importing}; 'ready'`, home)).ms;
    const rows = [];
    for (const [what, importWith] of [
      ['`Import-Module Az.LoginTs` alone, fresh process', inProcess],
      ['`Import-Module Az.LoginTs`, fresh process, all included', whole],
    ] as const) {
      const { ours, empty, theirs } = await interleave(runs, {
        ours: () => importWith('Import-Module Az.LoginTs'),
        empty: () => importWith('Import-Module Empty'),
        theirs: accounts && (() => importWith(accounts.importing)),
      });
      rows.push(
        rowOf({ what }, ours, [
          { what: 'an empty module with as many functions', costs: empty, most: 1.25 },
          { what: `Az.Accounts ${accounts?.version ?? ''}`, costs: theirs },
        ]),
      );
    }
    return rows;
  },
};
