import assert from 'node:assert/strict';
import { fromWireValue } from '../../../engine/rpc/wire-values.ts';

describe('values on the wire', () => {
  it('keep keys of their own that begin with a dollar sign', () => {
    const value = { $$secret: '0', $$$: 'x', $type: 'T', a: { $$type: 'y' } };
    assert.deepEqual(fromWireValue(value, ['p']), { $secret: '0', $$: 'x', $type: 'T', a: { $type: 'y' } });
  });

  it('become credentials if they describe one', () => {
    const value = { Credential: { $credential: { userName: 'u', password: { $secret: 0 } } } };
    assert.deepEqual(fromWireValue(value, ['p']), { Credential: { userName: 'u', password: 'p' } });
  });

  it('are rejected if they refer to a secret that was not sent', () => {
    assert.throws(() => fromWireValue({ $secret: 3 }, []), { id: 'Engine.Unexpected' });
  });
});
