import assert from 'node:assert/strict';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { explainSignInError } from '../../../engine/errors/entra-errors.ts';

const facts = { account: 'alex@contoso.example', tenant: 'tenant-id', environment: 'AzureCloud' };

function explain(code: number, extra: object = {}): EngineError {
  const message = `invalid_grant: ${String(code)} - [2026-01-01 00:00:00Z]: AADSTS${String(code)}: Something was refused. Trace ID: 11111111-1111-4111-8111-111111111111 Correlation ID: 22222222-2222-4222-8222-222222222222 Timestamp: 2026-01-01 00:00:00Z`;
  return explainSignInError(
    Object.assign(new Error(message), { errorCode: 'invalid_grant', errorMessage: message, ...extra }),
    facts,
  );
}

describe('the explanation of a refusal by Entra ID', () => {
  const table: readonly [number, string][] = [
    [7000215, 'Authentication.Failed'],
    [700016, 'Authentication.Failed'],
    [50057, 'Authentication.Failed'],
    [50126, 'Authentication.Failed'],
    [50076, 'InteractionRequired.Mfa'],
    [50079, 'InteractionRequired.Mfa'],
    [50058, 'InteractionRequired.Other'],
    [65001, 'InteractionRequired.Consent'],
    [53003, 'Blocked.Policy'],
    [700082, 'NotSignedIn.Expired'],
    [700024, 'Authentication.Failed'],
    [70021, 'Authentication.Failed'],
    [700211, 'Authentication.Failed'],
    [700212, 'Authentication.Failed'],
    [700213, 'Authentication.Failed'],
    [7002138, 'Authentication.Failed'],
    [70025, 'Authentication.Failed'],
    [50196, 'Authentication.Failed'],
    [7000222, 'Authentication.Failed'],
    [90002, 'NotFound.Tenant'],
    [50074, 'InteractionRequired.Mfa'],
    [50173, 'NotSignedIn.Expired'],
    [50132, 'NotSignedIn.Expired'],
    [50133, 'NotSignedIn.Expired'],
    [50072, 'InteractionRequired.Mfa'],
    [50078, 'InteractionRequired.Mfa'],
    [50158, 'InteractionRequired.Other'],
    [50097, 'Blocked.Policy'],
    [53004, 'Blocked.Policy'],
    [50144, 'Authentication.Failed'],
    [500011, 'Authentication.Failed'],
    [7000112, 'Authentication.Failed'],
    [7000229, 'Authentication.Failed'],
    [65002, 'Authentication.Failed'],
    [90072, 'Authentication.Failed'],
    [500571, 'Authentication.Failed'],
    [650057, 'Authentication.Failed'],
    [500014, 'Authentication.Failed'],
    [50012, 'Authentication.Failed'],
    [700030, 'Authentication.Failed'],
    [700222, 'Authentication.Failed'],
    [900382, 'Authentication.Failed'],
    [70019, 'Authentication.Failed'],
    [90094, 'Authentication.Failed'],
    [90095, 'Authentication.Failed'],
    [16000, 'Authentication.Failed'],
    [50140, 'InteractionRequired.Other'],
    [50199, 'InteractionRequired.Other'],
    [50005, 'Blocked.Policy'],
    [50129, 'Blocked.Policy'],
    [50131, 'Blocked.Policy'],
    [53002, 'Blocked.Policy'],
    [53009, 'Blocked.Policy'],
    [53011, 'Blocked.Policy'],
    [530034, 'Blocked.Policy'],
    [530035, 'Blocked.Policy'],
  ];
  for (const [code, id] of table) {
    it(`gives AADSTS${String(code)} the id ${id}`, () => {
      const error = explain(code);
      assert.equal(error.id, id);
      assert.doesNotMatch(error.message, /Something was refused/, 'it has its own message');
      assert.match(error.action, /\.$/);
    });
  }

  for (const code of [53077, 530777]) {
    it(`treats the unknown AADSTS${String(code)} as a policy, like the other numbers of its family`, () => {
      const error = explain(code);
      assert.equal(error.id, 'Blocked.Policy');
      assert.match(error.message, /Something was refused/);
    });
  }

  it('prefers the suberror to the family of an unknown number', () => {
    assert.equal(explain(53077, { subError: 'additional_action' }).id, 'InteractionRequired.Other');
  });

  for (const [part, code] of [
    ['issuer', 700211],
    ['audience', 700212],
    ['subject', 700213],
  ] as const) {
    it(`says that the ${part} matches no federated credential`, () => {
      assert.match(explain(code).message, new RegExp(`has the ${part} of the token`));
    });
  }

  it('puts the number into the id when the table has no row for it', () => {
    const error = explain(999999);
    assert.equal(error.id, 'Authentication.AADSTS999999');
    assert.match(error.message, /^Something was refused\. \(AADSTS999999, correlation ID 22222222/);
  });

  it('keeps the facts and the raw text, and leaves trace IDs out of the message', () => {
    const { entra, message } = explain(50057);
    assert.deepEqual(entra?.codes, [50057]);
    assert.equal(entra.correlationId, '22222222-2222-4222-8222-222222222222');
    assert.match(entra.description ?? '', /Trace ID/);
    assert.doesNotMatch(message, /Trace ID|Timestamp/);
  });

  it('shows the number and Entra ID’s correlation ID, and omits a correlation ID that only MSAL knows', () => {
    const reference = (code: number): string =>
      `(AADSTS${String(code)}, correlation ID 22222222-2222-4222-8222-222222222222)`;
    for (const code of [50076, 65001, 700082]) assert.ok(explain(code).message.includes(reference(code)));
    const local = Object.assign(new Error('No account.'), {
      errorCode: 'no_tokens_found',
      correlationId: '33333333-3333-4333-8333-333333333333',
    });
    const { id, message } = explainSignInError(local, facts);
    assert.equal(id, 'NotSignedIn.Expired');
    assert.doesNotMatch(message, /33333333|\(/);
  });

  it('names the exact command to run when a second factor is missing', () => {
    assert.equal(explain(50076).action, 'Run Connect-AzAccount -Tenant tenant-id.');
  });

  it('returns the network error if Entra ID never answered, and Entra ID’s error if it did', () => {
    const failure = new EngineError('Network.Dns', { facts: { host: 'login.example' } });
    const wrapped = Object.assign(new Error('See the errors page'), { errorCode: 'network_error' });
    assert.equal(explainSignInError(wrapped, facts, failure), failure);
    const answered = Object.assign(new Error('AADSTS50057: disabled'), { errorCode: 'invalid_grant' });
    assert.match(explainSignInError(answered, facts, failure).message, /disabled/);
  });
});
