import { EngineError } from '../errors/engine-error.ts';
import type { Interaction } from './interaction.ts';

/** Where nobody listens and nobody can be asked: a request of another program. */
export const silentInteraction: Interaction = {
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
