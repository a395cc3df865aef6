// Measures the import, against that of an empty module.
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
    const { ours, empty, theirs } = await interleave(runs, {
      ours: () => inProcess('Import-Module Az.LoginTs'),
      empty: () => inProcess('Import-Module Empty'),
      theirs: accounts && (() => inProcess(accounts.importing)),
    });
    return [
      rowOf({ what: '`Import-Module Az.LoginTs`, fresh process' }, ours, [
        { what: 'an empty module with as many functions', costs: empty, most: 1.25 },
        { what: `Az.Accounts ${accounts?.version ?? ''}`, costs: theirs },
      ]),
    ];
  },
};
