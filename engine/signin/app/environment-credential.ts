// The application in environment variables, which are read as by the Azure SDKs (Azure/azure-sdk-for-net,
// sdk/identity/Azure.Identity/src/Credentials/EnvironmentCredential.cs).
import { isAbsolute } from 'node:path';
import type { AccountSecrets } from '../../contexts/account-secrets.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { sameText } from '../../text/same-text.ts';
import { variableOf } from '../variable-of.ts';
import { unusableCertificate } from './certificate-checks.ts';

/** A credential in environment variables. */
export interface EnvironmentCredential {
  /** The variable that contains it. */
  readonly variable: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly secrets: AccountSecrets;
}

/**
 * Returns the variable with a credential of the application in AZURE_CLIENT_ID, or undefined if none is set. A secret
 * takes precedence over a certificate, as in the SDKs.
 */
export function credentialVariable(variables: EnvironmentVariables): string | undefined {
  return ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'].find(
    (name) => variableOf(name, variables) !== undefined,
  );
}

/**
 * Returns the credential in environment variables, if AZURE_CLIENT_ID names this application.
 * @throws EngineError `InvalidArgument.Certificate` for a path that is not absolute
 */
export function environmentCredential(
  applicationId: string,
  variables: EnvironmentVariables,
): EnvironmentCredential | undefined {
  const variable = credentialVariable(variables);
  if (variable === undefined || !sameText(variableOf('AZURE_CLIENT_ID', variables), applicationId))
    return undefined;
  const value = variables[variable] ?? '';
  if (variable === 'AZURE_CLIENT_SECRET') return { variable, properties: {}, secrets: { secret: value } };
  const path = value.trim();
  // A relative path would be ambiguous: PowerShell's location is not the current folder of its process.
  if (!isAbsolute(path))
    throw unusableCertificate(path, `${variable} names it, and it is not an absolute path`, {
      advice: `Set ${variable} to an absolute path, or give the file with -CertificatePath.`,
    });
  const password = variables.AZURE_CLIENT_CERTIFICATE_PASSWORD ?? '';
  const sendsChain = /^(?:1|true)$/i.test(variables.AZURE_CLIENT_SEND_CERTIFICATE_CHAIN ?? '');
  return {
    variable,
    properties: { CertificatePath: path, ...(sendsChain ? { SendCertificateChain: 'True' } : {}) },
    secrets: password === '' ? {} : { certificatePassword: password },
  };
}
