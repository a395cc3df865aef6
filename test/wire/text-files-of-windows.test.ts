// Windows PowerShell's Out-File and > write UTF-16 with a byte order mark.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from '../local-cloud/index.ts';
import type { CallOptions, CallResult } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('text files in UTF-16, over the wire', () => {
  const bench = wireBench();

  async function utf16(name: string, text: string): Promise<string> {
    const path = join(bench.home, name);
    await writeFile(path, Buffer.from(`\uFEFF${text}`, 'utf16le'));
    return path;
  }

  const connect = (
    parameterSet: string,
    parameters: object,
    options: CallOptions = {},
  ): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      {
        ...{ Environment: 'LocalCloud', ServicePrincipal: true },
        ...{ ApplicationId: app.userName, Tenant: contoso, ...parameters },
      },
      { parameterSet, ...options },
    );

  it('are read as a certificate file', async () => {
    const issued = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
    bench.cloud.data.apps
      .find(({ clientId }) => clientId === app.userName)
      ?.certificates?.push(issued.certificatePem);
    const path = await utf16('deploy.pem', issued.privateKeyPem + issued.certificatePem);
    const { outputs } = await connect('ServicePrincipalCertificateFileWithSubscriptionId', {
      CertificatePath: path,
    });
    assert.equal(outputs.length, 1);
  });

  it('are read as the token file of Kubernetes', async () => {
    const pod = await bench.cloud.ci.kubernetes();
    const path = await utf16('token', `${await pod.assertion()}\r\n`);
    const variables = { ...pod.variables, AZURE_FEDERATED_TOKEN_FILE: path };
    const { outputs } = await connect('ClientAssertionParameterSet', {}, { environment: variables });
    assert.equal(outputs.length, 1);
  });

  it('are read as a file of authorities', async () => {
    const environment = { AZ_LOGINTS_CA_FILE: await utf16('ca.pem', bench.cloud.caPem) };
    const { outputs } = await bench.engine.call(
      'Add-AzEnvironment',
      { Name: 'Another', ARMEndpoint: bench.cloud.armUrl },
      { parameterSet: 'ARMEndpoint', environment },
    );
    assert.equal(outputs[0]?.Name, 'Another');
  });
});
