import assert from 'node:assert/strict';
import { compareSurfaces, type Difference } from './compare.ts';
import { differences, pending, typeRules, type WantedDifference } from './differences.ts';
import { azAccountsSurface, moduleSurface, type Surface } from './surface.ts';

const describeDifference = ({ cmdlet, parameterSet, parameter, what }: Difference): string =>
  [
    cmdlet,
    ...(parameterSet === undefined ? [] : [`set ${parameterSet}`]),
    ...(parameter === undefined ? [] : [`-${parameter}`]),
    what,
  ].join(': ');

function covers(wanted: WantedDifference, found: Difference): boolean {
  return (
    wanted.cmdlet === found.cmdlet &&
    wanted.what === found.what &&
    (wanted.parameterSet === undefined || wanted.parameterSet === found.parameterSet) &&
    (wanted.parameter === undefined || wanted.parameter === found.parameter)
  );
}

describe('our cmdlets, compared with those of Az.Accounts', () => {
  let found: Difference[];
  let ours: Surface;
  let theirs: Surface;

  before(async function () {
    // PowerShell may have to be built first.
    this.timeout(300_000);
    ours = await moduleSurface();
    theirs = await azAccountsSurface();
    found = compareSurfaces(ours, theirs, typeRules);
  });

  it('differ only as listed in differences.ts', () => {
    const unlisted = found.filter(
      (difference) =>
        !pending.includes(difference.cmdlet) && !differences.some((wanted) => covers(wanted, difference)),
    );
    assert.deepEqual(unlisted.map(describeDifference), []);
  });

  it('still differ in everything that differences.ts lists', () => {
    const gone = differences.filter((wanted) => !found.some((difference) => covers(wanted, difference)));
    assert.deepEqual(gone.map(describeDifference), []);
  });

  it('are pending only while they differ', () => {
    const done = pending.filter((name) => !found.some(({ cmdlet }) => cmdlet === name));
    assert.deepEqual(done, []);
  });

  it('use every type rule', () => {
    for (const rule of typeRules) {
      const others = typeRules.filter((other) => other !== rule);
      assert.ok(compareSurfaces(ours, theirs, others).length > found.length, rule.name);
    }
  });
});
