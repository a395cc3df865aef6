// `npm run test:soak`: see the usage below. Ends with 1 where anything went wrong.
import { parseArgs } from 'node:util';
import { buildAll } from '../../scripts/build.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { objectionToSamples } from './engine-samples.ts';
import { runSoak } from './soak.ts';

const usage = `npm run test:soak -- [options]
  --minutes <n>    how long it takes, the warm-up included (60)
  --warm-up <n>    after how many minutes memory is to stay as it is (10)
  --processes <n>  how many PowerShells work at once (4)
  --rest <ms>      how long each rests after a command (500)
  --seed <n>       what they do; another one each time where not given
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'warm-up': { type: 'string', default: '10' },
    processes: { type: 'string', default: '4' },
    rest: { type: 'string', default: '500' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const objection = objectionToSamples();
if (objection !== undefined) {
  process.stderr.write(`${objection}\n`);
  process.exit(1);
}
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const warmUp = Number(values['warm-up']) * 60;
const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
await ensurePowerShell();
await buildAll();
tell(`seed ${String(seed)}: ${values.processes} PowerShells for ${values.minutes} minutes`);
const { failures, worked, injected } = await runSoak({
  seed,
  processes: Number(values.processes),
  warmUp: { seconds: warmUp },
  then: { seconds: Number(values.minutes) * 60 - warmUp },
  limits: { memoryPercent: 5, memoryBytes: 0 },
  hasTime: true,
  restMs: Number(values.rest),
  tell,
});
for (const [name, count] of Object.entries(worked).sort()) tell(`${name}: ${String(count)}`);
tell(`errors of faults: ${String(injected)}`);
for (const failure of failures) tell(`FAILED: ${failure}`);
tell(failures.length === 0 ? `passed, seed ${String(seed)}` : `seed ${String(seed)}`);
process.exit(failures.length === 0 ? 0 : 1);
