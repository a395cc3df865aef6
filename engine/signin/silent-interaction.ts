import { EngineError } from '../errors/engine-error.ts';
import type { Interaction } from './interaction.ts';

/** For requests of other programs: shows nothing and asks no one. */
export const silentInteraction: Interaction = {
  describeHost: () => Promise.resolve(),
  canPrompt: false,
  hasDesktop: false,
  consoleWidth: 0,
  consoleHeight: 0,
  windowHandle: Buffer.alloc(8),
  cannotPromptReason: '',
  showsDebug: false,
  verbose: () => undefined,
  debug: () => undefined,
  warning: () => undefined,
  information: () => undefined,
  link: () => false,
  progress: () => undefined,
  deviceCode: () => Promise.resolve(),
  prompt: () => Promise.reject(new EngineError('Cancelled.ByUser')),
  certificate: () => Promise.resolve({ chain: [], problem: '' }),
  sign: () => Promise.resolve({ signature: '', problem: '' }),
};
