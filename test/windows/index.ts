// The public face of test/windows: the Windows that wine provides, for `scripts/run-windows-tests.ts`.
export { whyNoWindows, Windows } from './wine.ts';
