// Users copy scripts from Microsoft's help, so its examples run here unchanged, except for their placeholders.
import assert from 'node:assert/strict';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { azAccountsExamples } from './az-accounts-examples.ts';
import { azAccountsNeeds, type AzAccountsNeeds } from './az-accounts-needs.ts';
import { inLocalCloud, runExamples, startPlaces, type ExampleResult } from './example-run.ts';
import type { PlannedExample, Places } from './plan.ts';

const noPlaces = { github: {}, imds: {}, application: {}, browser: {} };
const titles = plan(noPlaces, (text) => text);

describe("the examples of Az.Accounts' help", () => {
  let cloud: LocalCloud;
  let results: Map<number, ExampleResult>;

  before(async function () {
    this.timeout(300_000);
    cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
    const examples = plan(await startPlaces(cloud), inLocalCloud(cloud));
    const ran = await runExamples(
      cloud,
      examples.filter(({ notRun }) => notRun === undefined),
    );
    results = new Map(ran.map((result) => [result.number, result]));
  });

  after(() => cloud.stop());

  it('exist for each entry of azAccountsNeeds', () => {
    const ofNothing = azAccountsNeeds.filter(
      (needs) => !azAccountsExamples.some((one) => isFor(needs, one.cmdlet, one.example)),
    );
    assert.deepEqual(ofNothing, []);
  });

  for (const { number, title, notRun, shows } of titles) {
    if (notRun !== undefined) {
      it.skip(`${title} (${notRun})`);
      continue;
    }
    it(title, () => {
      const { problem, shown } = results.get(number) ?? { problem: 'it was not run' };
      assert.equal(problem, undefined);
      if (shows !== undefined) assert.match(shown ?? '', shows);
    });
  }
});

function plan(places: Places, real: (text: string) => string): PlannedExample[] {
  return azAccountsExamples.map(({ cmdlet, example, code }, number) => {
    const needs = azAccountsNeeds
      .filter((entry) => isFor(entry, cmdlet, example))
      .reduce<Partial<AzAccountsNeeds>>((all, one) => ({ ...all, ...one }), {});
    const put = (text: string): string =>
      real(
        (needs.real ?? []).reduce((next, [placeholder, value]) => next.replaceAll(placeholder, value), text),
      );
    return {
      number,
      cmdlet,
      title: `${cmdlet}, example ${String(example)}`,
      code: put(code),
      signedIn: needs.signedIn ?? 'alex',
      before: real(needs.before ?? ''),
      variables: needs.place === undefined ? {} : places[needs.place],
      shows: needs.shows,
      notRun: needs.notRun,
    };
  });
}

function isFor(needs: AzAccountsNeeds, cmdlet: string, example: number): boolean {
  return needs.cmdlet === cmdlet && (needs.example ?? example) === example;
}
