import assert from 'node:assert/strict';
import { chooseFlow, type ChosenFlow, type FlowFacts } from '../../../engine/signin/choose-flow.ts';

const desktop: FlowFacts = {
  platform: 'linux',
  environment: { DISPLAY: ':0' },
  isContainer: false,
  isWsl: false,
  useDeviceCode: false,
  useBrowser: false,
  canPrompt: true,
  hasDesktop: true,
};

const table: readonly [string, Partial<FlowFacts>, ChosenFlow['flow'], RegExp | undefined][] = [
  ['a Linux desktop uses the browser', {}, 'browser', undefined],
  ['Windows uses the browser', { platform: 'win32', environment: {} }, 'browser', undefined],
  ['macOS uses the browser', { platform: 'darwin', environment: {} }, 'browser', undefined],
  ['Linux without a display uses a device code', { environment: {} }, 'device-code', /no display/],
  ['Wayland is a display', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }, 'browser', undefined],
  ['WSL uses the browser of Windows', { environment: {}, isWsl: true }, 'browser', undefined],
  ['SSH uses a device code', { environment: { DISPLAY: ':0', SSH_CONNECTION: 'a' } }, 'device-code', /SSH/],
  [
    'SSH to a Mac uses a device code',
    { platform: 'darwin', environment: { SSH_TTY: '/dev/tty1' } },
    'device-code',
    /SSH/,
  ],
  ['a container uses a device code', { isContainer: true }, 'device-code', /container/],
  [
    'Kubernetes uses a device code',
    { environment: { KUBERNETES_SERVICE_HOST: 'x' } },
    'device-code',
    /Kubernetes/,
  ],
  [
    'Codespaces uses a device code',
    { environment: { CODESPACES: 'true' } },
    'device-code',
    /remote container/,
  ],
  [
    'a CI job cannot sign in a person, even with a desktop',
    { environment: { CI: 'true' }, canPrompt: false },
    'none',
    /CI job/,
  ],
  [
    'a Windows service cannot sign in a person, because it has no desktop',
    { platform: 'win32', environment: {}, canPrompt: false, hasDesktop: false },
    'none',
    /service without a desktop/,
  ],
  [
    'CI=False does not count as a CI job',
    { platform: 'win32', environment: { CI: 'False' } },
    'browser',
    undefined,
  ],
  [
    'a device code is not chosen by default if nobody can be prompted',
    { environment: {}, canPrompt: false },
    'none',
    /no display/,
  ],
  [
    'a requested device code is used even if nobody can be prompted',
    { environment: {}, canPrompt: false, useDeviceCode: true },
    'device-code',
    undefined,
  ],
  ['a desktop without a prompt uses the browser', { canPrompt: false }, 'browser', undefined],
  [
    'BROWSER takes precedence over SSH',
    { environment: { SSH_CONNECTION: 'a', BROWSER: 'x' } },
    'browser',
    undefined,
  ],
  ['a device code is used if requested', { useDeviceCode: true }, 'device-code', undefined],
  [
    'the browser is used over SSH if requested',
    { useBrowser: true, environment: { SSH_TTY: 'x' } },
    'browser',
    /SSH/,
  ],
];

describe('the choice of a flow', () => {
  for (const [sentence, facts, flow, why] of table) {
    it(sentence, () => {
      const chosen = chooseFlow({ ...desktop, ...facts });
      assert.equal(chosen.flow, flow);
      if (why === undefined) assert.equal(chosen.why, undefined);
      else assert.match(chosen.why ?? '', why);
    });
  }
});
