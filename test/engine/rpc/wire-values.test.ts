import assert from 'node:assert/strict';
import { OutgoingHeaders, OutgoingSecret, OutgoingShared } from '../../../engine/protocol/values.ts';
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

  it('come in with credentials put together', () => {
    const value = { Credential: { $credential: { userName: 'u', password: { $secret: 0 } } } };
    assert.deepEqual(fromWireValue(value, ['p']), { Credential: { userName: 'u', password: 'p' } });
  });

  it('are refused when they refer to a secret that was not sent', () => {
    assert.throws(() => fromWireValue({ $secret: 3 }, []), { id: 'Engine.Unexpected' });
  });
});
