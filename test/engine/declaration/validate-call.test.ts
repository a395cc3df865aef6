import assert from 'node:assert/strict';
import { allCmdlets } from '../../../engine/cmdlets/index.ts';
import type { CmdletDeclaration } from '../../../engine/declaration/define-cmdlet.ts';
import { validateCall } from '../../../engine/declaration/validate-call.ts';

const declaration: CmdletDeclaration = {
  verb: 'Test',
  noun: 'Thing',
  synopsis: '',
  description: '',
  defaultSet: 'A',
  sets: ['A', 'B'],
  parameters: {
    Name: { type: 'string', help: '', sets: { A: { mandatory: true } }, notEmpty: true },
    Scope: { type: 'string', help: '', accepted: ['Process', 'CurrentUser'] },
    Count: { type: 'int', help: '', range: { min: -1, max: 5 } },
    File: { type: 'path', help: '' },
    Password: { type: 'secureString', help: '', sets: { B: {} } },
  },
  outputs: [],
  examples: [],
};
const check = (parameters: Record<string, unknown>, parameterSet = ''): unknown =>
  validateCall('Test-Thing', declaration, { parameterSet, parameters }).parameters;

describe('validation of a call', () => {
  it('accepts declared parameters and returns accepted values in their declared spelling', () => {
    assert.deepEqual(check({ Name: 'x', Scope: 'currentuser', Count: -1 }), {
      Name: 'x',
      Scope: 'CurrentUser',
      Count: -1,
    });
  });

  for (const [what, parameters, set, text] of [
    ['a parameter that is not declared', { Name: 'x', Other: 1 }, 'A', /no parameter -Other/],
    ['a parameter of another set', { Name: 'x', Password: 'p' }, 'A', /-Password does not belong/],
    ['a missing mandatory parameter', {}, 'A', /-Name is missing/],
    ['a set that is not declared', { Name: 'x' }, 'C', /no parameter set 'C'/],
    ['a wrong type', { Name: 1 }, 'A', /-Name/],
    ['a path that is not absolute', { Name: 'x', File: 'a/b' }, 'A', /not in the file system/],
    ['an empty text', { Name: '' }, 'A', /empty/],
    ['a value that is not accepted', { Name: 'x', Scope: 'All' }, 'A', /'All'/],
    ['a number out of range', { Name: 'x', Count: 6 }, 'A', /out of range/],
    ['a name from the prototype', { Name: 'x', constructor: 1 }, 'A', /no parameter -constructor/],
  ] as const) {
    it(`rejects ${what}`, () => {
      assert.throws(() => check(parameters, set), text);
    });
  }

  it('never repeats a secret in its error', () => {
    assert.throws(
      () => check({ Password: 12345 }, 'B'),
      (error: Error) => !error.message.includes('12345'),
    );
  });
});

describe('cmdlet declarations', () => {
  it('have help in full sentences, and examples', async () => {
    for (const { name, declaration: each } of await allCmdlets()) {
      assert.match(each.synopsis, /^[A-Z].*\.$/, name);
      assert.ok(each.examples.length > 0, name);
      for (const [parameter, { help }] of Object.entries(each.parameters)) {
        assert.match(help, /^\S.*\.$/s, `${name} -${parameter}`);
      }
    }
  });

  it('are in a file named after the cmdlet', async () => {
    for (const { name } of await allCmdlets()) {
      const file = name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      const { cmdlet } = (await import(`../../../engine/cmdlets/${file}.ts`)) as { cmdlet: { name: string } };
      assert.equal(cmdlet.name, name);
    }
  });
});
