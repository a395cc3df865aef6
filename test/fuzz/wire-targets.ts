// The protocol in both directions, and commands: what the engine receives and writes, what stubs pass, what is
// suggested.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allCmdlets } from '../../engine/cmdlets/index.ts';
import { validateCall } from '../../engine/declaration/validate-call.ts';
import { OutgoingDictionary, outputSteps, valueTags } from '../../engine/protocol/values.ts';
import { CliXmlWriter } from '../../engine/rpc/cli-xml.ts';
import { fromWireValue } from '../../engine/rpc/wire-values.ts';
import { isPlainLine, shownLine, shownText } from '../../engine/text/terminal-text.ts';
import { readOutputs } from '../support/cli-xml.ts';
import { hostileJson, nearlyRight } from './inputs.ts';
import { InnerEngine } from './inner-engine.ts';
import { target, type Target } from './run-target.ts';

const methods = [
  'initialize',
  'ping',
  'cmdlet/invoke',
  'session/capture',
  'completion/list',
  '$/cancelRequest',
];
/** These cmdlets read local files and send nothing. */
const cmdlets = ['Get-AzConfig', 'Get-AzContext', 'Get-AzEnvironment', 'Get-AzContextAutosaveSetting'];

export async function wireTargets(home: string): Promise<Target[]> {
  const environment = { AZ_LOGINTS_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  const declared = await allCmdlets();
  const engine = new InnerEngine(environment);
  const messages = cmdlets.map((cmdlet) => ({
    ...{ jsonrpc: '2.0', id: 7, method: 'cmdlet/invoke' },
    params: engine.callOf(cmdlet, {
      ListAvailable: true,
      x: { $secret: 0 },
      y: { $credential: { userName: 'x' } },
    }),
  }));
  const others = methods.map((method) => ({
    jsonrpc: '2.0',
    id: 8,
    method,
    params: { id: 7, cmdlet: 'x', buildId: '' },
  }));
  const message = nearlyRight([...messages, ...others], methods)
    // The home stays the one of the test, whatever the input says.
    .map((value) => JSON.stringify(value))
    .filter(
      (line) =>
        !line.includes('AZ_LOGINTS_HOME') || line.includes(`"AZ_LOGINTS_HOME":${JSON.stringify(home)}`),
    )
    .filter((line) => !line.includes('"method":"cmdlet/invoke"') || line.includes('"AZ_LOGINTS_HOME"'));
  return [
    target({
      name: 'lines at the engine',
      inputs: fc.array(fc.oneof(message, fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 4 }),
      use: async (lines) => {
        for (const line of lines) await engine.write(`${line.replaceAll('\n', ' ')}\n`);
        const { result, error } = await engine.request('ping', {});
        assert.equal(error, undefined);
        assert.equal(result, null);
      },
    }),
    target({
      name: 'values from the engine',
      inputs: hostileJson([...Object.values(valueTags), ...Object.values(outputSteps)]),
      use: (value) => {
        const writer = new CliXmlWriter(() => 0);
        writer.add(new OutgoingDictionary({ it: value }));
        const text = writer.end();
        assert.ok(!/["\\\n\r]/.test(text));
        assert.deepEqual(readOutputs(text), [{ it: JSON.parse(JSON.stringify(value)) as unknown }]);
      },
    }),
    target({
      name: 'values to the engine',
      inputs: hostileJson(Object.values(valueTags)),
      use: (value) => {
        try {
          fromWireValue(value, ['fake-secret']);
        } catch (error) {
          // A stub never sends this, so an unexpected error is right.
          if (!/a message refers to /.test(String(error))) throw error;
        }
      },
    }),
    target({
      name: 'calls of every cmdlet',
      inputs: fc.constantFrom(...declared).chain(({ name, declaration }) =>
        fc.record({
          cmdlet: fc.constant({ name, declaration }),
          parameterSet: fc.oneof(fc.constantFrom('', ...declaration.sets), fc.string({ maxLength: 6 })),
          parameters: fc.dictionary(
            fc.constantFrom(...Object.keys(declaration.parameters), '__proto__', 'constructor', 'x'),
            hostileJson([]),
            { maxKeys: 4 },
          ),
        }),
      ),
      use: ({ cmdlet, parameterSet, parameters }) => {
        validateCall(cmdlet.name, cmdlet.declaration, { parameterSet, parameters });
      },
    }),
    target({
      name: 'texts on their way to a terminal',
      inputs: fc.string({ unit: 'binary', maxLength: 60 }),
      use: (text) => {
        assert.ok(isPlainLine(shownLine(text)));
        assert.doesNotMatch(
          shownText(text),
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      },
    }),
  ];
}
