import assert from 'node:assert/strict';
import {
  OutgoingDictionary,
  OutgoingHeaders,
  OutgoingSecret,
  OutgoingShared,
} from '../../../engine/protocol/values.ts';
import { fromWireValue, toWireValue, type OutgoingParts } from '../../../engine/rpc/wire-values.ts';

describe('values on the wire', () => {
  const parts = (told: string[] = []): OutgoingParts => ({
    tellSecret: (text) => told.push(text) - 1,
    shared: new Map(),
  });

  it('go out with secrets by reference', () => {
    const told: string[] = [];
    const value = toWireValue({ Token: new OutgoingSecret('t') }, parts(told));
    assert.deepEqual(value, { Token: { $secret: 0 } });
    assert.deepEqual(told, ['t']);
  });

  it('go out with headers by reference, a line for each', () => {
    const told: string[] = [];
    const headers = new OutgoingHeaders([
      ['Location', 'https://signed.example/?sig=1'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    const value = toWireValue({ Headers: headers }, parts(told));
    assert.deepEqual(value, { Headers: { $responseHeaders: 0 } });
    assert.deepEqual(told, ['Location: https://signed.example/?sig=1\nSet-Cookie: a=1\nSet-Cookie: b=2']);
  });

  it('go out with text that looks like a date marked as text', () => {
    const out = toWireValue(['2024-01-01T00:00:00Z', '/Date(1)/', 'plain'], parts());
    assert.deepEqual(out, [{ $text: '=2024-01-01T00:00:00Z' }, { $text: '=/Date(1)/' }, 'plain']);
  });

  it('go out once where several outputs share them', () => {
    const cloud = (Name: string): OutgoingShared => new OutgoingShared({ $type: 'Cloud', Name });
    const call = parts();
    const sent = ['One', 'Two', 'One'].map((name) => toWireValue({ Environment: cloud(name) }, call));
    assert.deepEqual(sent, [
      { Environment: { $shared: 0, value: { $type: 'Cloud', Name: 'One' } } },
      { Environment: { $shared: 1, value: { $type: 'Cloud', Name: 'Two' } } },
      { Environment: { $shared: 0 } },
    ]);
  });

  it('go out as pairs where a key could be taken for one of the wire, or is none that ConvertFrom-Json takes', () => {
    const pairsOf = (members: object): unknown =>
      toWireValue(new OutgoingDictionary(members as Record<string, unknown>), parts());
    for (const key of ['$secret', '$type', '', '__type', '__proto__', 'PSObject', 'a b', '1']) {
      const members = Object.fromEntries([[key, 'x']]);
      assert.deepEqual(pairsOf(members), { $pairs: [key, 'x'] });
    }
    assert.deepEqual(pairsOf({ a: '1', A: '2' }), { $pairs: ['a', '1', 'A', '2'] });
    assert.deepEqual(pairsOf({ Account: 'x', HomeTenant: 'y' }), { Account: 'x', HomeTenant: 'y' });
  });

  it('come in with keys of their own that begin with a dollar sign', () => {
    const value = { $$secret: '0', $$$: 'x', $type: 'T', a: { $$type: 'y' } };
    assert.deepEqual(fromWireValue(value, ['p']), { $secret: '0', $$: 'x', $type: 'T', a: { $type: 'y' } });
  });

  it('come in with credentials put together', () => {
    const value = { Credential: { $credential: { userName: 'u', password: { $secret: 0 } } } };
    assert.deepEqual(fromWireValue(value, ['p']), { Credential: { userName: 'u', password: 'p' } });
  });

  it('are refused when they refer to a secret that was not sent', () => {
    assert.throws(() => fromWireValue({ $secret: 3 }, []), { id: 'Engine.Unexpected' });
  });
});
