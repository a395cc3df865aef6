// Runs every example of every cmdlet, so that what help shows works.
import assert from 'node:assert/strict';
import { allCmdlets } from '../../engine/cmdlets/index.ts';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { inLocalCloud, runExamples, startPlaces, type ExampleResult } from './example-run.ts';
import { needsOfNothing, planExamples, type PlannedExample } from './plan.ts';

const noPlaces = { github: {}, imds: {}, application: {}, browser: {} };
const titles = planExamples(await allCmdlets(), noPlaces, (text) => text);

describe('the examples of help', () => {
  let cloud: LocalCloud;
  let examples: PlannedExample[];
  let results: Map<number, ExampleResult>;

  before(async function () {
    // PowerShell may have to be built first.
    this.timeout(300_000);
    cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
    examples = planExamples(await allCmdlets(), await startPlaces(cloud), inLocalCloud(cloud));
    const ran = await runExamples(
      cloud,
      examples.filter(({ notRun }) => notRun === undefined),
    );
    results = new Map(ran.map((result) => [result.number, result]));
  });

  after(() => cloud.stop());

  it('exist for each entry of exampleNeeds', () => {
    assert.deepEqual(needsOfNothing(examples), []);
  });

  for (const { number, cmdlet, title, notRun } of titles) {
    if (notRun !== undefined) {
      it.skip(`${cmdlet}: ${title} (${notRun})`);
      continue;
    }
    it(`${cmdlet}: ${title}`, () => {
      const { problem, shown } = results.get(number) ?? { problem: 'it was not run' };
      assert.equal(problem, undefined);
      const expected = examples[number]?.shows;
      if (expected !== undefined) assert.match(shown ?? '', expected);
    });
  }
});
