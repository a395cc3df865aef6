// Measures the import, against that of an empty module.
import { interleave } from './measure.ts';
import { rowOf, type Group } from './row.ts';

export const importing: Group = {
  name: 'import',
  async measure(stage, runs) {
    const home = await stage.newFolder();
    const inProcess = async (name: string): Promise<number> => {
      const command = `$clock = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module ${name}; $clock.Elapsed.TotalMilliseconds.ToString([System.Globalization.CultureInfo]::InvariantCulture)`;
      return Number((await stage.powershell(command, home)).stdout);
    };
    const { ours, empty } = await interleave(runs, {
      ours: () => inProcess('Az.LoginTs'),
      empty: () => inProcess('Empty'),
    });
    return [
      rowOf({ what: '`Import-Module Az.LoginTs`, fresh process' }, ours, [
        { what: 'an empty module with as many functions', costs: empty, most: 1.25 },
      ]),
    ];
  },
};
