import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('service principals with another issuer’s tokens, over the wire', () => {
  const bench = wireBench();

  const connect = (variables: Record<string, string>, token?: string): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        ServicePrincipal: true,
        ApplicationId: app.userName,
        Tenant: contoso,
        ...(token === undefined ? {} : { FederatedToken: { $secret: 0 } }),
      },
      {
        parameterSet: 'ClientAssertionParameterSet',
        environment: variables,
        secrets: token === undefined ? [] : [token],
      },
    );

  const isMissing = (reason: RegExp) => (error: CallError) => {
    assert.equal(error.data.id, 'Authentication.NoIdentityToken');
    assert.match(error.message, reason);
    return /-FederatedToken,.*-Credential.*-CertificatePath/.test(String(error.data.action));
  };

  const token = async (
    variables: Record<string, string>,
    service: string,
    engine = bench.engine,
  ): Promise<string> =>
    (await engine.call('Get-AzAccessToken', { ResourceTypeName: service }, { environment: variables }))
      .secrets[0] ?? '';

  it('request a fresh identity token from their CI system whenever they need an access token', async () => {
    const { ci, faults } = bench.cloud;
    const kubernetes = await ci.kubernetes();
    const places = [
      { place: await ci.githubActions(), renew: undefined },
      { place: await ci.azurePipelines(), renew: undefined },
      { place: kubernetes, renew: () => kubernetes.rotate() },
    ];
    for (const { place, renew } of places) {
      await renew?.();
      await connect(place.variables);
      // Two hours later the first identity token has expired.
      faults.clockSkewSeconds += 7200;
      await renew?.();
      assert.match(await token(place.variables, 'KeyVault'), /^eyJ/);
      assert.doesNotMatch(await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8'), /eyJ/);
      // A token of this CI system must not be used for the next one.
      await bench.engine.call('Disconnect-AzAccount', {}, { environment: place.variables });
    }
  });

  it('request no identity token if the cache has an access token', async () => {
    const { variables } = await bench.cloud.ci.githubActions();
    await connect(variables);
    const before = bench.cloud.requests.filter(({ host }) => host === 'github-actions').length;
    assert.match(await token(variables, 'Arm'), /^eyJ/);
    // Also outside the CI system, where no issuer is available.
    assert.match(await token({}, 'Arm'), /^eyJ/);
    assert.equal(bench.cloud.requests.filter(({ host }) => host === 'github-actions').length, before);
    await assert.rejects(token({}, 'KeyVault'), /signed in with GitHub Actions, which is not here/);
  });

  it('accept a token in the form of a header, and reject an invalid one before any request', async () => {
    const gitlab = await bench.cloud.ci.gitlab();
    await connect({}, `Bearer ${await gitlab.assertion()}\n`);
    const before = bench.cloud.requests.length;
    await assert.rejects(connect({}, 'glpat-not-a-token'), (error: CallError) => {
      assert.equal(error.data.id, 'InvalidArgument.Token');
      assert.doesNotMatch(JSON.stringify(error.data), /glpat/);
      return error.message.includes('-FederatedToken');
    });
    gitlab.issuer.lifetimeSeconds = -60;
    await assert.rejects(
      connect({}, await gitlab.assertion()),
      ({ data }: CallError) => data.id === 'Authentication.FederatedTokenExpired',
    );
    assert.equal(bench.cloud.requests.length, before);
  });

  it('use a token or variable with line breaks around it', async () => {
    const gitlab = await bench.cloud.ci.gitlab();
    const kubernetes = await bench.cloud.ci.kubernetes();
    const file = kubernetes.variables.AZURE_FEDERATED_TOKEN_FILE ?? '';
    await connect({}, `\r\n${await gitlab.assertion()}\r\n`);
    await writeFile(file, `${await readFile(file, 'utf8')}\r\n`);
    await connect(kubernetes.variables);
    for (const { variables } of [await bench.cloud.ci.githubActions(), await bench.cloud.ci.azurePipelines()])
      await connect(
        Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, `${value}\r\n`])),
      );
  });

  it('are rejected before any request if a line break is in a token, and the error names its source', async () => {
    const broken = (token: string): string => `${token.slice(0, 20)}\n${token.slice(20)}`;
    const kubernetes = await bench.cloud.ci.kubernetes();
    const file = kubernetes.variables.AZURE_FEDERATED_TOKEN_FILE ?? '';
    const token = await (await bench.cloud.ci.gitlab()).assertion();
    await writeFile(file, broken(token));
    const cases: [Record<string, string>, string | undefined, string, string][] = [
      [{}, broken(token), 'InvalidArgument.Token', '-FederatedToken'],
      [kubernetes.variables, undefined, 'Authentication.NoIdentityToken', 'AZURE_FEDERATED_TOKEN_FILE'],
    ];
    for (const [{ variables }, name] of [
      [await bench.cloud.ci.githubActions(), 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
      [await bench.cloud.ci.azurePipelines(), 'SYSTEM_ACCESSTOKEN'],
    ] as const) {
      const odd = { ...variables, [name]: broken(variables[name] ?? '') };
      cases.push([odd, undefined, 'Authentication.NoIdentityToken', name]);
    }
    for (const [variables, given, id, source] of cases) {
      const from = bench.cloud.requests.length;
      await assert.rejects(connect(variables, given), ({ data, message }: CallError) => {
        assert.equal(data.id, id, message);
        assert.ok(message.includes(source), message);
        return /a line break is in it/.test(message);
      });
      assert.deepEqual(
        bench.cloud.requests.slice(from).filter(({ host }) => host !== 'login'),
        [],
      );
    }
  });

  it('share a given token with Az.Accounts: it is read from a clear-text file and written to an export', async () => {
    const gitlab = await bench.cloud.ci.gitlab();
    await connect({}, await gitlab.assertion());
    const saved = join(bench.home, 'saved.json');
    await bench.engine.call('Save-AzContext', { Path: saved, WithCredential: true });
    const { Contexts: contexts } = JSON.parse(await readFile(saved, 'utf8')) as {
      Contexts: Record<string, { Account: { ExtendedProperties: Record<string, string> } }>;
    };
    const [context] = Object.values(contexts);
    assert.match(context?.Account.ExtendedProperties.ClientAssertion ?? '', /^eyJ/);

    // This is how Az.Accounts always stores its contexts.
    const home = join(bench.home, 'of-az-accounts');
    await mkdir(home);
    await copyFile(saved, join(home, 'AzureRmContext.json'));
    const engine = await bench.startEngine(undefined, home);
    const { outputs } = await engine.call('Get-AzContext');
    assert.doesNotMatch(JSON.stringify(outputs), /eyJ/);
    assert.match((await engine.call('Get-AzAccessToken', { ForceRefresh: true })).secrets[0] ?? '', /^eyJ/);
  });

  it('use GitLab’s token, and report when it has expired', async () => {
    const gitlab = await bench.cloud.ci.gitlab({ lifetimeSeconds: 300 });
    await connect({}, await gitlab.assertion());
    const arm = await token({}, 'Arm');
    const later = await bench.startEngineAhead(600);
    // The cached token is still used.
    assert.equal(await token({}, 'Arm', later), arm);
    await assert.rejects(token({}, 'KeyVault', later), (error: CallError) => {
      assert.equal(error.data.id, 'Authentication.FederatedTokenExpired');
      return /leave it out, and it is renewed automatically/.test(String(error.data.action));
    });
    const files = await readdir(bench.home, { recursive: true, withFileTypes: true });
    const contexts = files.filter(({ name }) => name === 'AzureRmContext.json');
    assert.equal(contexts.length, 1);
  });

  it('explain a token that matches no federated credential, and one that differs only in case', async () => {
    const github = await bench.cloud.ci.githubActions({ isTrusted: false });
    await assert.rejects(
      connect(github.variables),
      /The application has no federated credential\. \(AADSTS70025, correlation ID/,
    );
    const other = await bench.cloud.ci.kubernetes();
    await assert.rejects(
      connect(github.variables),
      /No federated credential of the application has the issuer of the token\. \(AADSTS700211, correlation ID/,
    );
    const deploy = bench.cloud.data.apps.find(({ clientId }) => clientId === other.clientId);
    deploy?.federatedCredentials?.push({
      ...{ issuer: github.issuer.url, subject: github.subject.toUpperCase() },
      audience: 'api://AzureADTokenExchange',
    });
    await assert.rejects(connect(github.variables), /upper and lower case\. \(AADSTS7002138, correlation ID/);
  });

  it('request a token for the named audience, and keep doing so; the configuration names one for all accounts', async () => {
    const github = (await bench.cloud.ci.githubActions()).variables;
    const own = 'api://contoso-deploy';
    for (const credential of bench.cloud.data.apps.flatMap(
      ({ federatedCredentials = [] }) => federatedCredentials,
    ))
      (credential as { audience: string }).audience = own;
    await assert.rejects(connect(github), /AADSTS700212/);
    const connectFor = (variables: Record<string, string>, parameters: object): Promise<CallResult> =>
      bench.engine.call(
        'Connect-AzAccount',
        {
          ...{ Environment: 'LocalCloud', ServicePrincipal: true, ApplicationId: app.userName },
          ...{ Tenant: contoso, ...parameters },
        },
        { parameterSet: 'ClientAssertionParameterSet', environment: variables, secrets: ['e30.e30.e30'] },
      );
    await connectFor(github, { FederatedTokenAudience: own });
    assert.match(await token(github, 'KeyVault'), /^eyJ/);
    await bench.engine.call('Update-AzConfig', { FederatedTokenAudience: own, Scope: 'Process' });
    await connect(github);
    const pipelines = (await bench.cloud.ci.azurePipelines()).variables;
    for (const [variables, parameters] of [
      [pipelines, {}],
      [{}, { FederatedToken: { $secret: 0 } }],
    ] as const)
      await assert.rejects(
        connectFor(variables, { FederatedTokenAudience: own, ...parameters }),
        ({ data }: CallError) => data.id === 'InvalidArgument.Value',
      );
  });

  for (const kind of ['server-error', 'reset', 'lost-answer'] as const)
    it(`call Azure Pipelines again after a temporary failure (${kind})`, async () => {
      const { variables } = await bench.cloud.ci.azurePipelines();
      bench.cloud.faults.add({ kind, path: '/oidctoken', times: 2 });
      await connect(variables);
      assert.equal(bench.cloud.requests.filter(({ path }) => path.endsWith('/oidctoken')).length, 3);
    });

  it('report what is missing if there is no issuer', async () => {
    await assert.rejects(connect({}), isMissing(/no -FederatedToken was given/));
  });

  it('report which single setting is missing in the CI system of the job', async () => {
    const github = (await bench.cloud.ci.githubActions()).variables;
    const pipelines = (await bench.cloud.ci.azurePipelines()).variables;
    const without = (variables: Record<string, string>, ...names: string[]): Record<string, string> =>
      Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
    const cases: [Record<string, string>, RegExp, RegExp][] = [
      [
        without(github, 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
        /this job of GitHub Actions may not ask for one\.$/,
        /^Add `permissions: id-token: write` to the job\.$/,
      ],
      [
        without(pipelines, 'SYSTEM_ACCESSTOKEN'),
        /no SYSTEM_ACCESSTOKEN\.$/,
        /^Add `env: SYSTEM_ACCESSTOKEN: \$\(System\.AccessToken\)` to the step\.$/,
      ],
      [
        without(pipelines, 'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID'),
        /no AZURESUBSCRIPTION_SERVICE_CONNECTION_ID\.$/,
        /^Set it to the ID of the service connection/,
      ],
      [without(pipelines, 'SYSTEM_OIDCREQUESTURI'), /no SYSTEM_OIDCREQUESTURI\.$/, /on an agent/],
      [
        { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
        /this pod has no AZURE_FEDERATED_TOKEN_FILE\.$/,
        /azure\.workload\.identity\/use: "true"/,
      ],
    ];
    for (const [variables, reason, advice] of cases)
      await assert.rejects(connect(variables), (error: CallError) => {
        assert.equal(error.data.id, 'Authentication.NoIdentityToken');
        assert.match(error.message, reason);
        assert.match(String(error.data.action), advice);
        return true;
      });
  });

  it('explain errors of GitHub Actions and Azure Pipelines', async () => {
    const github = (await bench.cloud.ci.githubActions()).variables;
    const pipelines = (await bench.cloud.ci.azurePipelines()).variables;
    const cases: [Record<string, string>, RegExp][] = [
      [
        { ...github, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' },
        /GitHub Actions refused to give one \(HTTP 401\): ACTIONS_ID_TOKEN_REQUEST_TOKEN is not of a job that is running/,
      ],
      [
        { ...github, ACTIONS_ID_TOKEN_REQUEST_URL: 'nowhere' },
        /the variable ACTIONS_ID_TOKEN_REQUEST_URL is not a web address \('nowhere'\)/,
      ],
      [
        { ...pipelines, SYSTEM_ACCESSTOKEN: 'wrong' },
        /Azure Pipelines refused to give one \(HTTP 401\): SYSTEM_ACCESSTOKEN is not the token of a job .*TF400813/,
      ],
      [
        { ...pipelines, SYSTEM_OIDCREQUESTURI: '$(System.OidcRequestUri)' },
        /the variable SYSTEM_OIDCREQUESTURI is not a web address/,
      ],
      [
        { ...pipelines, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'c0000000-0000-4000-8000-00000000dead' },
        /\(HTTP 404\): the service connection 'c0000000-0000-4000-8000-00000000dead' .* is not there, or the job may not use it/,
      ],
    ];
    for (const [variables, reason] of cases) await assert.rejects(connect(variables), isMissing(reason));
  });

  it('report what is wrong with the token file', async () => {
    const file = join(bench.home, 'token');
    const variables = { AZURE_FEDERATED_TOKEN_FILE: file };
    await assert.rejects(
      connect(variables),
      isMissing(/there is no file '.*' \(AZURE_FEDERATED_TOKEN_FILE\)/),
    );
    await writeFile(file, '');
    await assert.rejects(connect(variables), isMissing(/holds no JSON Web Token/));
    await assert.rejects(
      connect({ AZURE_FEDERATED_TOKEN_FILE: bench.home }),
      isMissing(/\(AZURE_FEDERATED_TOKEN_FILE\) is a folder/),
    );
  });
});
