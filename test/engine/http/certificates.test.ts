import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { trustedAuthorities } from '../../../engine/http/certificates.ts';
import { issueCertificate } from '../../local-cloud/index.ts';

describe('the certificate authorities that TLS trusts', () => {
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
  /** The same certificate with other line lengths, as another program would write it. */
  const reflowed = (pem: string): string => {
    const [, begin = '', body = '', end = ''] = /^(-+[^-]+-+)([^-]+)(-+[^-]+-+)/.exec(pem.trim()) ?? [];
    return [begin, ...(body.replace(/\s/g, '').match(/.{1,48}/g) ?? []), end, ''].join('\n');
  };

  it('are the usual ones when SSL_CERT_FILE is missing or a folder', () => {
    const usual = certificates(trustedAuthorities({}) ?? rootCertificates);
    for (const systemCaFile of [join(folder, 'nothing.pem'), folder]) {
      assert.deepEqual(certificates(trustedAuthorities({ systemCaFile }) ?? rootCertificates), usual);
    }
  });

  it('include those of NODE_EXTRA_CA_CERTS, whose file may be missing', async () => {
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

  it('are those of Node.js, the system and the CA file, without duplicates', async () => {
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
