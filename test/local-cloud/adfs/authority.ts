// AD FS as used by an Azure Stack Hub that is not connected to Entra ID: one directory, no tenants, error texts
// without AADSTS numbers, and redirect addresses on the ports that its deployment registers.
import { findTenant, type CloudData, type Tenant } from '../data.ts';
import { EntraError } from '../entra/errors.ts';
import type { CloudState } from '../state.ts';

/** The path segment of the directory, which is also a name of its tenant in the data. */
export const adfsSegment = 'adfs';

/**
 * Azure CLI listens on the first port, and Az.Accounts on one of the others (InteractiveUserAuthenticator.cs,
 * AdfsPortStart).
 */
const registeredPorts = new Set([8400, 8405, 8406, 8407]);

export function isAdfs(segment: string): boolean {
  return segment.toLowerCase() === adfsSegment;
}

export function adfsTenant(data: CloudData): Tenant | undefined {
  return findTenant(data, adfsSegment);
}

export function adfsIssuer(cloud: CloudState): string {
  return `${cloud.loginUrl}/${adfsSegment}`;
}

export function isRegisteredAtAdfs(redirectUri: string): boolean {
  const port = /^http:\/\/localhost:(\d+)\/?$/.exec(redirectUri)?.[1];
  return port !== undefined && registeredPorts.has(Number(port));
}

/** An error with AD FS's text: its own number, and none of Entra ID's properties. */
const refuse = (error: string, message: string): EntraError =>
  new EntraError(error, message, { isAdfs: true });

export const redirectUnknown = (redirectUri: string, clientId: string): EntraError =>
  refuse(
    'invalid_request',
    "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid " +
      `registered redirect URI for the client identifier: '${clientId}'. Received redirect_uri: '${redirectUri}'.`,
  );

export const clientRefused = (): EntraError =>
  refuse(
    'invalid_client',
    'MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid.',
  );

export const passwordRefused = (): EntraError =>
  refuse('invalid_grant', "MSIS9659: Invalid 'username' or 'password'.");
