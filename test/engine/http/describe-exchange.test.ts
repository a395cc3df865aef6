import assert from 'node:assert/strict';
import { describeRequest, describeResponse } from '../../../engine/http/describe-exchange.ts';
import type { HttpRequest } from '../../../engine/http/types.ts';

const jwt = `eyJhbGciOiJub25lIn0.${'a'.repeat(40)}.sig`;
const answered = (request: HttpRequest, body: object, status = 200): string =>
  describeResponse(
    request,
    {
      status,
      headers: { 'content-type': 'application/json', 'x-ms-request-id': 'r-1' },
      ...{ rawHeaders: [], version: '1.1', isText: true },
      body: JSON.stringify(body),
    },
    12,
  );

describe('the -Debug text of an HTTP exchange', () => {
  it('shows a whole token request except for its secrets', () => {
    const shown = describeRequest({
      method: 'POST',
      url: 'https://login.example/t/oauth2/v2.0/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${jwt}`,
        'x-new': 's1',
      },
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: 'app', scope: 'https://arm/.default' },
        ...{
          client_secret: 's2',
          client_assertion: 's3',
          password: 's4',
          refresh_token: 's5',
          code: 's6',
          new: 's7',
        },
      }).toString(),
    });
    assert.match(shown, /grant_type=client_credentials&client_id=app&scope=https:\/\/arm\/\.default&/);
    assert.match(shown, /authorization: \*\*\*/);
    assert.doesNotMatch(shown, /s[1-7]\b|eyJ/);
  });

  it('shows a token response with its lifetime and without its tokens', () => {
    const shown = answered(
      { method: 'POST', url: 'https://login.example/t/oauth2/v2.0/token' },
      { token_type: 'Bearer', expires_in: 3599, access_token: 's1', refresh_token: 's2', id_token: jwt },
    );
    assert.match(shown, /^POST https:\S+ -> 200 in 12 ms\n/);
    assert.match(shown, /x-ms-request-id: r-1/);
    assert.match(shown, /"expires_in":3599/);
    assert.doesNotMatch(shown, /s[12]\b|eyJ/);
  });

  it('shows an error in full', () => {
    const refusal = {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Wrong.',
      error_codes: [7000215],
    };
    assert.match(
      answered({ method: 'POST', url: 'https://l/token' }, refusal, 401),
      /AADSTS7000215: Wrong\./,
    );
    const denied = { error: { code: 'AuthorizationFailed', message: 'No.' } };
    assert.match(
      answered({ method: 'POST', url: 'https://arm/x/listKeys' }, denied, 403),
      /AuthorizationFailed/,
    );
  });

  it('omits the response of an action such as listKeys, and keys inside a resource', () => {
    const listed = { keys: [{ keyName: 'key1', value: 's1' }] };
    assert.doesNotMatch(answered({ method: 'POST', url: 'https://arm/x/listKeys' }, listed), /s1/);
    const shown = answered(
      { method: 'GET', url: 'https://arm/x' },
      { name: 'x', primaryKey: 's1', adminPassword: 's2' },
    );
    assert.match(shown, /"name":"x"/);
    assert.doesNotMatch(shown, /s[12]"/);
  });

  it('cuts a long body', () => {
    const shown = answered({ method: 'GET', url: 'https://arm/x' }, { value: 'x'.repeat(100_000) });
    assert.ok(shown.length < 5000);
    assert.match(shown, /\(100012 characters\)$/);
  });

  it('omits the body of a request to any REST API, except for an error', () => {
    const request: HttpRequest = {
      method: 'PUT',
      url: 'https://my.vault.example/secrets/one',
      body: '{"value":"s1"}',
      isPrivate: true,
    };
    assert.match(describeRequest(request), /\n {2}\(14 characters\)$/);
    assert.match(answered({ ...request, method: 'GET' }, { value: 's1' }), /\n {2}\(14 characters\)$/);
    assert.match(answered(request, { error: { code: 'Forbidden' } }, 403), /Forbidden/);
  });
});
