import assert from 'node:assert/strict';
import {
  compareSurfaces,
  mandatoryHere,
  onlyHere,
  onlyInAzAccounts,
  optionalHere,
  type Difference,
} from './compare.ts';
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
    ['a missing cmdlet', { ...theirs, cmdlets: {} }, { ...thing, what: onlyInAzAccounts }],
    ['a missing alias', { ...theirs, aliases: {} }, { cmdlet: 'gt', what: onlyInAzAccounts }],
    [
      'an alias of another cmdlet',
      { ...theirs, aliases: { gt: 'Get-It' } },
      { cmdlet: 'gt', what: 'Alias of here: Get-It. In Az.Accounts: Get-Thing' },
    ],
    [
      'ShouldProcess',
      withCmdlet({ supportsShouldProcess: false }),
      { ...thing, what: 'ShouldProcess here: false. In Az.Accounts: true' },
    ],
    [
      'the default set',
      withCmdlet({ defaultParameterSet: 'B' }),
      { ...thing, what: 'Default parameter set here: B. In Az.Accounts: A' },
    ],
    [
      'the outputs',
      withCmdlet({ outputTypes: [] }),
      { ...thing, what: 'Output types here: none. In Az.Accounts: System.Boolean' },
    ],
    [
      'a missing set',
      withCmdlet({ parameterSets: {} }),
      { ...thing, parameterSet: 'A', what: onlyInAzAccounts },
    ],
    ['a missing parameter', withCmdlet({ parameterSets: { A: [] } }), { ...name, what: onlyInAzAccounts }],
    [
      'a type',
      withParameter({ type: 'System.Int32' }),
      { ...name, what: 'Type here: System.Int32. In Az.Accounts: System.String' },
    ],
    ['a mandatory parameter', withParameter({ mandatory: true }), { ...name, what: mandatoryHere }],
    ['a position', withParameter({ position: 1 }), { ...name, what: 'Position here: 1. In Az.Accounts: 0' }],
    [
      'pipeline input',
      withParameter({ pipeline: 'ByValue' }),
      { ...name, what: 'Pipeline input here: ByValue. In Az.Accounts: none' },
    ],
    [
      'aliases',
      withParameter({ aliases: [] }),
      { ...name, what: 'Aliases here: none. In Az.Accounts: M, N' },
    ],
    [
      'accepted values',
      withParameter({ acceptedValues: ['b', 'a'] }),
      { ...name, what: 'Accepted values here: a, b. In Az.Accounts: none' },
    ],
  ] satisfies [string, Surface, Difference][]) {
    it(`finds a difference for ${what}`, () => {
      assert.deepEqual(compareSurfaces(ours, theirs, typeRules), [difference]);
    });
  }

  it('finds an optional parameter that is mandatory in Az.Accounts', () => {
    assert.deepEqual(compareSurfaces(withParameter({}), withParameter({ mandatory: true }), []), [
      { ...name, what: optionalHere },
    ]);
  });

  it('finds a parameter that only our cmdlet has', () => {
    assert.deepEqual(compareSurfaces(theirs, withCmdlet({ parameterSets: { A: [] } }), []), [
      { ...name, what: onlyHere },
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
