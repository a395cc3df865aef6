// The public face of the comparison with Az.Accounts: what scripts and other tests import of it.
export { onlyHere } from './compare.ts';
export { differences, pending } from './differences.ts';
export { azAccountsSurface } from './surface.ts';
