// The public face of the local cloud: everything that scripts and other tests import from it. `cli.ts` is its
// program.
export { issueCertificate, type IssuedCertificate } from './certificates.ts';
export { fetchFromCloud, powerShellClientId } from './client.ts';
export { azureClouds, localArmAudience, type AzureCloudName } from './clouds.ts';
export { readCloudData, renameUser, type CloudData } from './data.ts';
export { approveDeviceCode, signInAtAuthorizeUrl, type CookieJar, type Person } from './person.ts';
export { startLocalCloud, type LocalCloud, type RecordedRequest } from './start.ts';
export type { Fault } from './faults.ts';
export { proxiedHost } from './tls.ts';
