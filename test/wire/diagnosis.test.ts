import assert from 'node:assert/strict';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { adatum, alex, app, contoso, wireBench } from '../support/wire-bench.ts';
import { streamText, type CallError, type CallOptions } from '../support/engine-process.ts';

describe('Test-AzSignIn, over the wire', () => {
  const bench = wireBench();
  type Found = Record<string, { status: unknown; finding: string; remedy: string }>;
  const diagnose = async (parameters: object = {}, options: CallOptions = {}): Promise<Found> => {
    const { outputs } = await bench.engine.call('Test-AzSignIn', parameters, options);
    return Object.fromEntries(
      outputs.map(({ Check, Status, Finding, Remedy }) => [
        String(Check),
        { status: Status, finding: String(Finding), remedy: String(Remedy) },
      ]),
    );
  };

  const accounts = async (options: CallOptions = {}): Promise<Found[string][]> => {
    const { outputs } = await bench.engine.call('Test-AzSignIn', {}, options);
    return outputs
      .filter(({ Check }) => Check === 'Account')
      .map(({ Status, Finding, Remedy }) => ({
        ...{ status: Status, finding: String(Finding), remedy: String(Remedy) },
      }));
  };

  it('reports Ok for every check when a user is signed in, and changes nothing', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const before = await readdir(bench.home, { recursive: true });
    const found = await diagnose({}, { environment: { SSH_TTY: '/dev/pts/0' } });
    const ok = Object.entries(found).filter(([, { status }]) => status === 'Ok');
    assert.deepEqual(
      ok.map(([check]) => check),
      [
        ...['PowerShell', 'Engine', 'Files', 'Configuration', 'Proxy', 'Certificates', 'Authority'],
        ...['Resource Manager', 'Clock', 'Sign-in', 'Account'],
      ],
    );
    assert.match(found['Sign-in']?.finding ?? '', /alex@contoso\.example.* has a token for \d+ more minutes/);
    assert.deepEqual(await readdir(bench.home, { recursive: true }), before);
  });

  it('reports a remedy for each problem, and continues with the other checks', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    await bench.engine.call('Update-AzConfig', { EnableLoginByWam: true });
    bench.cloud.faults.clockSkewSeconds = 3600;
    bench.cloud.faults.add({ kind: 'server-error', path: '/metadata/endpoints', status: 404 });
    await chmod(join(bench.home, 'AzureRmContext.json'), 0o644);
    const found = await diagnose(
      {},
      { environment: { AZ_LOGINTS_CA_FILE: '/nowhere.pem', SSH_TTY: '/dev/pts/0' } },
    );
    assert.equal(found.Files?.status, 'Warning');
    assert.match(found.Files.remedy, /^Run: chmod 600 '.*AzureRmContext\.json'\.$/);
    assert.equal(found['Token store']?.status, 'Warning');
    assert.match(found['Token store'].finding, /not encrypted: /);
    assert.match(found['Way to sign in']?.remedy ?? '', /-UseDeviceAuthentication/);
    assert.match(found.Broker?.finding ?? '', /a remote session/);
    assert.equal(found.Certificates?.status, 'Failed');
    assert.match(found.Certificates.finding, /\/nowhere\.pem/);
    const network = await diagnose();
    assert.equal(network.Clock?.status, 'Failed');
    assert.match(network.Clock.finding, /is 3[56]\d\d s behind/);
    assert.equal(network['Resource Manager']?.status, 'Warning');
    assert.match(network['Resource Manager'].finding, /answered 404/);
  });

  it('does not print the plain-text warning; the sign-in that creates the file does', async () => {
    const looked = await bench.engine.call('Test-AzSignIn');
    assert.match(JSON.stringify(looked.outputs), /not encrypted: /);
    assert.equal(streamText(looked.messages, 'warning'), '');
    const signedIn = await bench.connectWithCode({ Tenant: contoso });
    assert.match(streamText(signedIn.messages, 'warning'), /kept in files that only you can read/);
  });

  it('reports how to sign in again if the sign-in has expired, without prompting', async () => {
    // MSAL renews a token that is valid for less than five minutes.
    bench.cloud.faults.accessTokenLifetimeSeconds = 200;
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    bench.cloud.faults.revokeRefreshTokens();
    const ended = (await diagnose({}, { interactive: true }))['Sign-in'];
    assert.equal(ended?.status, 'Failed');
    assert.match(ended.remedy, /Connect-AzAccount -Environment LocalCloud/);
    await bench.engine.call('Disconnect-AzAccount');
    const found = await diagnose();
    assert.equal(found['Sign-in']?.status, 'Skipped');
    assert.match(found['Sign-in'].finding, /Run Connect-AzAccount to login/);
  });

  it('reports in which tenants each signed-in account gets new tokens, without a prompt', async () => {
    const withMfa = bench.personWithCode({ ...alex, mfaCode: '246810' });
    const code = { Environment: 'LocalCloud', UseDeviceAuthentication: true };
    await bench.engine.call('Connect-AzAccount', { ...code, Tenant: adatum }, withMfa);
    await bench.connectApp();
    // This sign-in has no second factor, and its refresh token replaces the one that had one.
    await bench.connectWithCode({ Tenant: contoso });
    const statuses = await accounts({ interactive: true });
    assert.deepEqual(
      statuses.map(({ status, finding }) => [status, finding.replace(/ \(AADSTS.*\)/, '')]),
      [
        ['Ok', "'alex@contoso.example' (User) gets new tokens in Contoso."],
        [
          'Failed',
          `'alex@contoso.example' (User) in Adatum: The tenant '${adatum}' asks 'alex@contoso.example' for multifactor authentication.`,
        ],
        ['Ok', `'${app.userName}' (ServicePrincipal) gets new tokens in Contoso.`],
      ],
    );
    assert.equal(
      statuses[1]?.remedy,
      'Run Connect-AzAccount -Environment LocalCloud -Tenant adatum.example -AccountId alex@contoso.example.',
    );
  });

  it('reports once that a sign-in was revoked, even if a cached token still works', async () => {
    await bench.connectWithCode();
    bench.cloud.faults.revokeRefreshTokens();
    const [revoked, ...others] = await accounts();
    assert.deepEqual(others, []);
    assert.equal(revoked?.status, 'Failed');
    assert.match(
      revoked.finding,
      /^'alex@contoso\.example' \(User\) in .*Contoso.*: The sign-in .* was revoked/,
    );
    assert.match(
      revoked.remedy,
      /^Run Connect-AzAccount -Environment LocalCloud -Tenant \S+ -AccountId alex@/,
    );
  });

  it('checks the cloud that is named, and rejects an unknown one', async () => {
    const found = await diagnose({ Environment: 'LocalCloud' });
    assert.equal(found.Authority?.status, 'Ok');
    await assert.rejects(diagnose({ Environment: 'Nowhere' }), ({ data }: CallError) => {
      return data.id === 'InvalidArgument.Environment';
    });
  });

  it('returns a report without accounts, identifiers and paths', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const { outputs } = await bench.engine.call('Test-AzSignIn', { Report: true });
    const report = outputs[0] as unknown as string;
    assert.equal(outputs.length, 1);
    assert.match(report, /^\| Sign-in \| Ok \| '<account>' \(User\) has a token/m);
    assert.match(report, /^\| Account \| Ok \| '<account>' \(User\) gets new tokens in <tenant>\./m);
    assert.doesNotMatch(report, /alex@|contoso|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  });

  it('returns a report without control characters of names, which would reach the terminal', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    await bench.rewriteContexts((text) => text.replaceAll(alex.username, `al\\u001b[31m\\u202eex`));
    const { outputs } = await bench.engine.call('Test-AzSignIn', { Report: true });
    const report = outputs[0] as unknown as string;
    assert.match(report, /al.\[31m.ex/);
    assert.doesNotMatch(report, /[\u001b\u202e]/);
  });
});
