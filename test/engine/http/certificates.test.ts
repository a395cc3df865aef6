import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { trustedAuthorities } from '../../../engine/http/certificates.ts';
import { issueCertificate } from '../../local-cloud/index.ts';

describe('The authorities that TLS trusts', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'az-logints-authorities-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const certificates = (texts: readonly string[] = []): string[] =>
    (texts.join('\n').match(/-----BEGIN CERTIFICATE-----[^-]+/g) ?? []).map((text) =>
      text.replace(/\s/g, ''),
    );
  /** A certificate as another program writes it: in lines of another length. */
  const reflowed = (pem: string): string => {
    const [, begin = '', body = '', end = ''] = /^(-+[^-]+-+)([^-]+)(-+[^-]+-+)/.exec(pem.trim()) ?? [];
    return [begin, ...(body.replace(/\s/g, '').match(/.{1,48}/g) ?? []), end, ''].join('\n');
  };

  it('are there where SSL_CERT_FILE leads nowhere, or to a folder', () => {
    const usual = certificates(trustedAuthorities({}) ?? rootCertificates);
    for (const systemCaFile of [join(folder, 'nothing.pem'), folder]) {
      assert.deepEqual(certificates(trustedAuthorities({ systemCaFile }) ?? rootCertificates), usual);
    }
  });

  it('are those of NODE_EXTRA_CA_CERTS too, which may lead nowhere', async () => {
    const { certificatePem } = issueCertificate({ subject: 'Extra Authority', days: 1, isAuthority: true });
    const extraCaFile = join(folder, 'extra.pem');
    assert.ok(
      !certificates(trustedAuthorities({ extraCaFile })).includes(certificates([certificatePem])[0] ?? ''),
    );
    await writeFile(extraCaFile, certificatePem);
    assert.ok(
      certificates(trustedAuthorities({ extraCaFile })).includes(certificates([certificatePem])[0] ?? ''),
    );
  });

  it('are Node’s, the system’s and those of the CA file, each once', async () => {
    const { certificatePem: cert } = issueCertificate({
      subject: 'Fake Authority',
      days: 1,
      isAuthority: true,
    });
    const [known = ''] = rootCertificates;
    const path = join(folder, 'ca.pem');
    await writeFile(path, `# Of this company\n${cert}\n${reflowed(known)}\n${reflowed(cert)}`);
    const found = certificates(trustedAuthorities({ caFile: path, systemCaFile: path }));
    assert.equal(new Set(found).size, found.length);
    for (const each of [...rootCertificates, cert]) assert.ok(found.includes(certificates([each])[0] ?? ''));
  });
});
