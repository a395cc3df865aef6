// The public face of test/support: what scripts use of it. Tests import its files directly.
export { launchChromium } from './chromium.ts';
export { ensureDotnetProgram } from './dotnet-program.ts';
export { EngineProcess } from './engine-process.ts';
export { startKeyringSession, type KeyringSession } from './keyring-session.ts';
export { startModulePlaces } from './module-places.ts';
export { neverRaised, raisedErrorsVariable, recordRaised } from './raised-errors.ts';
export { TerminalSession, type Cell, type Color } from './terminal.ts';
