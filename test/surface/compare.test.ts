import assert from 'node:assert/strict';
import { compareSurfaces, type Difference } from './compare.ts';
import { typeRules } from './differences.ts';
import type { CmdletSurface, Parameter, Surface } from './surface.ts';

const cmdlet: CmdletSurface = {
  supportsShouldProcess: true,
  defaultParameterSet: 'A',
  outputTypes: ['System.Boolean'],
  parameterSets: { A: [{ name: 'Name', type: 'System.String', position: 0, aliases: ['N', 'M'] }] },
};
const theirs: Surface = { aliases: { gt: 'Get-Thing' }, cmdlets: { 'Get-Thing': cmdlet } };
const withCmdlet = (changed: Partial<CmdletSurface>): Surface => ({
  ...theirs,
  cmdlets: { 'Get-Thing': { ...cmdlet, ...changed } },
});
const withParameter = (changed: Partial<Parameter>): Surface =>
  withCmdlet({
    parameterSets: {
      A: [{ name: 'Name', type: 'System.String', position: 0, aliases: ['M', 'N'], ...changed }],
    },
  });
const thing = { cmdlet: 'Get-Thing' };
const name = { ...thing, parameterSet: 'A', parameter: 'Name' };

describe('the comparison of two surfaces', () => {
  it('finds no difference between equal ones, in any order of aliases', () => {
    assert.deepEqual(compareSurfaces(withParameter({}), theirs, []), []);
  });

  for (const [what, ours, difference] of [
    ['a missing cmdlet', { ...theirs, cmdlets: {} }, { ...thing, what: 'is absent' }],
    ['a missing alias', { ...theirs, aliases: {} }, { cmdlet: 'gt', what: 'is absent' }],
    [
      'an alias of another cmdlet',
      { ...theirs, aliases: { gt: 'Get-It' } },
      { cmdlet: 'gt', what: 'stands for Get-It, not Get-Thing' },
    ],
    [
      'ShouldProcess',
      withCmdlet({ supportsShouldProcess: false }),
      { ...thing, what: 'ShouldProcess is false, not true' },
    ],
    [
      'the default set',
      withCmdlet({ defaultParameterSet: 'B' }),
      { ...thing, what: 'its default set is B, not A' },
    ],
    ['the outputs', withCmdlet({ outputTypes: [] }), { ...thing, what: 'it gives none, not System.Boolean' }],
    ['a missing set', withCmdlet({ parameterSets: {} }), { ...thing, parameterSet: 'A', what: 'is absent' }],
    ['a missing parameter', withCmdlet({ parameterSets: { A: [] } }), { ...name, what: 'is absent' }],
    [
      'a type',
      withParameter({ type: 'System.Int32' }),
      { ...name, what: 'its type is System.Int32, not System.String' },
    ],
    ['mandatory', withParameter({ mandatory: true }), { ...name, what: 'it is mandatory: true, not false' }],
    ['a position', withParameter({ position: 1 }), { ...name, what: 'its position is 1, not 0' }],
    [
      'pipeline input',
      withParameter({ pipeline: 'ByValue' }),
      { ...name, what: 'it takes pipeline input: ByValue, not none' },
    ],
    ['aliases', withParameter({ aliases: [] }), { ...name, what: 'its aliases are none, not M, N' }],
    [
      'accepted values',
      withParameter({ acceptedValues: ['b', 'a'] }),
      { ...name, what: 'it accepts a, b, not none' },
    ],
  ] satisfies [string, Surface, Difference][]) {
    it(`finds a difference for ${what}`, () => {
      assert.deepEqual(compareSurfaces(ours, theirs, typeRules), [difference]);
    });
  }

  it('finds what only we have', () => {
    assert.deepEqual(compareSurfaces(theirs, withCmdlet({ parameterSets: { A: [] } }), []), [
      { ...name, what: 'is ours alone' },
    ]);
  });

  it('accepts an object with the same type name, and no other', () => {
    const model = 'Microsoft.Azure.Commands.Profile.Models.PSAzureTenant';
    const object = { type: 'System.Management.Automation.PSObject' };
    const reference = withParameter({ type: model });
    const compare = (objectType: string): number =>
      compareSurfaces(withParameter({ ...object, objectType }), reference, typeRules).length;
    assert.equal(compare(model), 0);
    assert.equal(compare('Something.Else'), 1);
    assert.equal(compareSurfaces(withParameter(object), reference, typeRules).length, 1);
  });
});
