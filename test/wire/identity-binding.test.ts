import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { wireBench } from '../support/wire-bench.ts';

describe('an AKS identity binding, over the wire', () => {
  const bench = wireBench();

  const connect = (environment: Record<string, string>): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', ServicePrincipal: true },
      { parameterSet: 'ClientAssertionParameterSet', environment },
    );

  const newToken = async (environment: Record<string, string>): Promise<string> =>
    (await bench.engine.call('Get-AzAccessToken', { ForceRefresh: true }, { environment })).secrets[0] ?? '';

  const without = (variables: Readonly<Record<string, string>>, ...names: string[]): Record<string, string> =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));

  const asked = (host: string): string[] =>
    bench.cloud.requests.filter((request) => request.host === host).map(({ path }) => path);

  it('gets tokens from the cluster’s token proxy, without a request to the authority', async () => {
    const { variables, tenantId } = await bench.cloud.ci.identityBinding();
    const before = asked('login').length;
    await connect(variables);
    assert.match(await newToken(variables), /^eyJ/);
    assert.ok(asked('token-proxy').includes(`/clusters/one/${tenantId}/oauth2/v2.0/token`));
    assert.equal(asked('login').length, before);
  });

  it('is rejected by the authority itself, because the pod’s token has another audience', async () => {
    const { variables } = await bench.cloud.ci.identityBinding();
    const bare = without(
      variables,
      ...Object.keys(variables).filter((name) => name.startsWith('AZURE_KUBERNETES_')),
    );
    await assert.rejects(connect(bare), /AADSTS700212/);
  });

  it('reads the certificate authorities from a variable, or from a file whenever it changes', async () => {
    const binding = await bench.cloud.ci.identityBinding();
    const { variables } = binding;
    await connect({
      ...without(variables, 'AZURE_KUBERNETES_CA_FILE'),
      AZURE_KUBERNETES_CA_DATA: binding.caPem,
    });
    await connect(variables);
    binding.renewAuthority();
    assert.match(await newToken(variables), /^eyJ/);
    // The file is empty for a moment while it is replaced.
    await writeFile(binding.caFile, '');
    assert.match(await newToken(variables), /^eyJ/);
  });

  it('trusts no other certificate authority for the token proxy', async () => {
    const { variables } = await bench.cloud.ci.identityBinding();
    for (const changed of [
      without(variables, 'AZURE_KUBERNETES_CA_FILE'),
      { ...variables, AZURE_KUBERNETES_CA_FILE: bench.cloud.caFile },
    ])
      await assert.rejects(connect(changed), ({ data }: CallError) => data.id === 'Network.Tls');
    await assert.rejects(connect(without(variables, 'AZURE_KUBERNETES_SNI_NAME')), ({ data }: CallError) =>
      /^Network\./.test(String(data.id)),
    );
  });

  it('reaches the token proxy through HTTPS_PROXY', async () => {
    const { variables } = await bench.cloud.ci.identityBinding();
    const { port, pathname } = new URL(variables.AZURE_KUBERNETES_TOKEN_PROXY ?? '');
    const proxy = await startConnectProxy(Number(port));
    const far = `https://cluster.nowhere.example${pathname}`;
    await connect({
      ...{ ...variables, AZURE_KUBERNETES_TOKEN_PROXY: far },
      HTTPS_PROXY: `http://${proxy.address}`,
    });
    await proxy.stop();
    assert.deepEqual([...new Set(proxy.asked)], ['cluster.nowhere.example:443']);
  });

  it('reports what is wrong with its variables before any request', async () => {
    const binding = await bench.cloud.ci.identityBinding();
    const { variables } = binding;
    const proxy = 'AZURE_KUBERNETES_TOKEN_PROXY';
    const empty = join(bench.home, 'empty.crt');
    await writeFile(empty, '');
    const before = bench.cloud.requests.length;
    const cases: [Record<string, string>, RegExp][] = [
      [without(variables, proxy), /AZURE_KUBERNETES_SNI_NAME is set, which is of no use without it/],
      [{ ...variables, [proxy]: 'http://localhost:1' }, /does not begin with https/],
      [{ ...variables, [proxy]: 'https://me@localhost:1' }, /user name/],
      [{ ...variables, [proxy]: 'https://localhost:1/?a=b' }, /query/],
      [{ ...variables, [proxy]: 'https://localhost:1/#a' }, /fragment/],
      [{ ...variables, [proxy]: 'nowhere' }, /not an address/],
      [{ ...variables, AZURE_KUBERNETES_CA_DATA: binding.caPem }, /AZURE_KUBERNETES_CA_FILE is set too/],
      [{ ...variables, AZURE_KUBERNETES_CA_FILE: join(bench.home, 'nowhere') }, /cannot be read \(ENOENT\)/],
      [{ ...variables, AZURE_KUBERNETES_CA_FILE: empty }, /is empty/],
      [
        { ...without(variables, 'AZURE_KUBERNETES_CA_FILE'), AZURE_KUBERNETES_CA_DATA: 'x' },
        /no certificate in it/,
      ],
    ];
    for (const [changed, reason] of cases)
      await assert.rejects(connect(changed), ({ data, message }: CallError) => {
        assert.match(message, reason);
        return data.id === 'InvalidArgument.Setting';
      });
    assert.equal(bench.cloud.requests.length, before);
  });
});
