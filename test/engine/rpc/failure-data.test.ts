import assert from 'node:assert/strict';
import { toEngineError } from '../../../engine/errors/engine-error.ts';
import { toFailureData } from '../../../engine/rpc/failure-data.ts';

describe('the data of a failed call', () => {
  it('contains no token that the message of an error or of its cause contains', async () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJmYWtlIn0.fake';
    const fault = new TypeError(`The header was Bearer ${token}`, {
      cause: new Error(`access_token=${token}`),
    });
    const data = await toFailureData(toEngineError(fault), undefined);
    assert.doesNotMatch(JSON.stringify(data), /eyJ/);
    assert.match(data.message, /The header was Bearer \*\*\*/);
    assert.deepEqual(data.causes, ['The header was Bearer ***', 'access_token=***']);
    assert.match(data.stack ?? '', /^TypeError\n {4}at .*failure-data\.test\.ts/);
  });
});
