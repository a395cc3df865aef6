// The public face of the local cloud: everything that scripts and other tests import from it. `cli.ts` is its
// program.
export { adatum, alex, app, contoso, fabrikam, woodgrove } from './accounts.ts';
export { issueCertificate, type IssuedCertificate } from './certificates.ts';
export type { CiOptions, CiPlace } from './ci/place.ts';
export { fetchFromCloud, powerShellClientId } from './client.ts';
export { azureClouds, localArmAudience, type AzureCloudName } from './clouds.ts';
export { readCloudData, renameUser, type CloudData } from './data.ts';
export { approveDeviceCode, signInAtAuthorizeUrl, type CookieJar, type Person } from './person.ts';
export { startLocalCloud, type LocalCloud, type RecordedRequest } from './start.ts';
export type { Fault } from './faults.ts';
export { prepareTls, proxiedHost } from './tls.ts';
