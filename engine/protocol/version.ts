// Set by the bundler: one id for the module and the engine that were built together. Tests that run from the sources
// have no bundle, hence the fallback.
declare const AZ_LOGINTS_BUILD_ID: string | undefined;
declare const AZ_LOGINTS_VERSION: string | undefined;

/** Identifies this build; the module and the engine must have the same. */
export const buildId: string = typeof AZ_LOGINTS_BUILD_ID === 'string' ? AZ_LOGINTS_BUILD_ID : 'sources';

/** The oldest major version of Node.js that the engine runs in. */
export const oldestNode = 20;

/** The module's version, as in its manifest. */
export const moduleVersion: string = typeof AZ_LOGINTS_VERSION === 'string' ? AZ_LOGINTS_VERSION : '0.0.0';
