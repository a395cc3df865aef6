import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { toReport } from '../../../engine/diagnosis/report.ts';
import type { Environment } from '../../../engine/environments/environment.ts';

describe('the report of a diagnosis', () => {
  const reportOf = (finding: string, names: readonly string[]): string =>
    toReport([{ check: 'Account', status: 'Ok', finding, remedy: '', names }], {
      Name: 'AzureCloud',
    } as Environment);

  it('contains no account whose first part is the user’s name', () => {
    assert.match(
      reportOf(`'${userInfo().username}@contoso.example' is signed in.`, []),
      /\| '<account>' is signed in\. \|$/,
    );
  });

  it('contains no tenant name or domain', () => {
    assert.match(
      reportOf('In Contoso: Run Connect-AzAccount -Tenant contoso.example.', ['Contoso', 'contoso.example']),
      /\| In <tenant>: Run Connect-AzAccount -Tenant <tenant>\. \|$/,
    );
  });
});
