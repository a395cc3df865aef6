import assert from 'node:assert/strict';
import { Redaction } from '../../../engine/explain-error/redact-script.ts';

const line = (text: string): string => new Redaction(text).text(text);

describe('the script text in an error', () => {
  for (const [what, text, secret] of [
    ['a parameter', "Connect-AzAccount -CertificatePassword 'hunter2!' -Tenant x", 'hunter2!'],
    ['a parameter with a colon', 'Do-It -ClientSecret:hunter2! -Force', 'hunter2!'],
    ['a bare word', 'Set-It -AccountKey hunter2!== -Name n', 'hunter2!=='],
    ['a text that is made secure', "ConvertTo-SecureString 'hunter2!' -AsPlainText -Force", 'hunter2!'],
    ['a word that is made secure', '(ConvertTo-SecureString hunter2! -AsPlainText)', 'hunter2!'],
    ['a text that is piped there', "'hunter2!' | ConvertTo-SecureString -AsPlainText", 'hunter2!'],
    ['a credential', "[pscredential]::new('u', (ConvertTo-SecureString 'hunter2!'))", 'hunter2!'],
    ['a variable', '$password = "hunter2!"', 'hunter2!'],
    ['an environment variable', "$env:ARM_CLIENT_SECRET = 'hunter2!'", 'hunter2!'],
    ['a member', "@{ user = 'u'; client_secret = 'hunter2!' }", 'hunter2!'],
    ['an unclosed text', "Do-It -Password 'hunter2!", 'hunter2!'],
    ['a connection string', '"Server=s;User=u;Password=hunter2!;"', 'hunter2!'],
    ['a shared access signature', 'Get-It https://x.blob.core.windows.net/c?sv=1&sig=hunter2!', 'hunter2!'],
    ['an address', 'git clone https://me:hunter2!@github.com/x', 'hunter2!'],
    ['a token', 'irm $u -Headers @{ A = "Bearer eyJhbGciOi.eyJhdWQiOi.abc" }', 'eyJhbGciOi'],
  ] as const) {
    it(`contains no secret of ${what}`, () => {
      assert.ok(text.includes(secret));
      assert.ok(!line(text).includes(secret), line(text));
    });
  }

  it('is unchanged when it contains no secret', () => {
    for (const text of [
      'Connect-AzAccount -Credential $credential -Tenant contoso.example',
      'Get-AzKeyVaultSecret -VaultName v -SecretName s',
      'Remove-AzAccessToken first',
      'At line:1 char:1\n+ Get-AzAccessToken\n+ ~~~~~~~~~~~~~~~~~',
      'Get-AzAccessToken -ResourceTypeName KeyVault -AsPlainText',
      '$token = (Get-AzAccessToken).Token',
    ])
      assert.equal(line(text), text);
  });

  it('contains no secret in a message that repeats the line or the value that failed to convert', () => {
    const redaction = new Redaction("Connect-It -Password 'hunter2!'");
    assert.equal(redaction.text('hunter2! is too short.'), '*** is too short.');
    assert.doesNotMatch(
      new Redaction('Connect-It $p').text(
        'Cannot convert the "hunter2!" value of type "System.String" to type "System.Security.SecureString".',
      ),
      /hunter2/,
    );
  });
});
