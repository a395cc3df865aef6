import assert from 'node:assert/strict';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { streamText } from '../support/engine-process.ts';
import { adatum, app, contoso, wireBench, woodgrove } from '../support/wire-bench.ts';

describe('the authority’s answer to a sign-in, over the wire', () => {
  const bench = wireBench();

  const withPassword = (userName: string, password: string, parameters: object = {}): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        Credential: { $credential: { userName, password: { $secret: 0 } } },
        ...parameters,
      },
      { parameterSet: 'UserWithCredential', secrets: [password] },
    );

  const withSecret = (userName: string, secret: string, tenant: string): Promise<CallResult> =>
    bench.connectApp({ Tenant: tenant }, { userName, secret });

  const table: [string, () => Promise<unknown>, string, RegExp][] = [
    [
      'a wrong password',
      () => withPassword('sam@contoso.example', 'wrong'),
      'Authentication.Failed',
      /user name or the password is wrong.*AADSTS50126/,
    ],
    [
      'an unknown user whose name no header can have',
      () => withPassword('zółw@contoso.example', 'any'),
      'Authentication.Failed',
      /AADSTS50034/,
    ],
    [
      'a disabled user',
      () => withPassword('disabled@contoso.example', 'fake-password-of-dana'),
      'Authentication.Failed',
      /account is disabled.*AADSTS50057/,
    ],
    [
      'a required second factor',
      () => withPassword('alex@contoso.example', 'fake-password-of-alex', { Tenant: adatum }),
      'InteractionRequired.Mfa',
      /asks 'alex@contoso.example' for multifactor authentication \(AADSTS5007\d, correlation ID [-0-9a-f]{36}\)\.$/,
    ],
    [
      'an unknown application',
      () => withSecret('a0000000-0000-4000-8000-00000000dead', 'any', contoso),
      'Authentication.Failed',
      /application is not known in this tenant.*AADSTS700016/,
    ],
    [
      'a secret with a line break after it, as from a file',
      () => withSecret(app.userName, `${app.secret}\n`, contoso),
      'Authentication.Failed',
      /secret of the application is wrong\. It begins or ends with white space\. \(AADSTS7000215/,
    ],
    [
      'an expired secret',
      () => withSecret(app.userName, 'fake-secret-that-expired', contoso),
      'Authentication.Failed',
      /secret of the application has expired.*AADSTS7000222/,
    ],
    [
      'a tenant that does not exist',
      () => withSecret(app.userName, app.secret, '99999999-0000-4000-8000-000000000001'),
      'NotFound.Tenant',
      /tenant '99999999-0000-4000-8000-000000000001' was not found in LocalCloud/,
    ],
    [
      'a device code that the tenant forbids',
      () =>
        bench.engine.call(
          'Connect-AzAccount',
          { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: woodgrove },
          bench.personWithCode({
            username: 'alex2@woodgrove.example',
            password: 'fake-password-of-alex2',
            mfaCode: '135790',
          }),
        ),
      'Blocked.DeviceCode',
      /policy of the tenant forbids the device code \(AADSTS53003, correlation ID [-0-9a-f]{36}\)\.$/,
    ],
  ];

  for (const [what, attempt, id, message] of table) {
    it(`is explained for ${what}, with a next step and the original text`, async () => {
      await assert.rejects(attempt(), (error: CallError) => {
        assert.equal(error.data.id, id);
        assert.match(error.message, message);
        assert.notEqual(error.data.action, '');
        assert.match(JSON.stringify(error.data), /AADSTS\d+|endpoints_resolution_error/);
        return true;
      });
    });
  }

  it('is preceded by a warning about MFA for a password, which is accepted if it is enough', async () => {
    const { outputs, messages } = await withPassword('sam@contoso.example', 'fake-password-of-sam', {
      Tenant: contoso,
    });
    assert.match(streamText(messages, 'warning'), /fails for accounts that need multifactor authentication/);
    assert.equal((outputs[0]?.Context as { Account: { Id: string } }).Account.Id, 'sam@contoso.example');
  });
});
