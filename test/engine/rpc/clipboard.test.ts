import assert from 'node:assert/strict';
import { join } from 'node:path';
import { clipboardPrograms, type ClipboardFacts } from '../../../engine/rpc/clipboard.ts';

const linux: ClipboardFacts = { platform: 'linux', isWsl: false, variables: {}, systemRoot: '' };
const display = { variables: { DISPLAY: ':0' } };
const wayland = { variables: { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' } };

const table: readonly [string, Partial<ClipboardFacts>, readonly string[]][] = [
  [
    'clip.exe in the system folder on Windows',
    { platform: 'win32', systemRoot: 'C:\\Windows' },
    [join('C:\\Windows', 'System32', 'clip.exe')],
  ],
  ['pbcopy on macOS', { platform: 'darwin' }, ['/usr/bin/pbcopy']],
  ['xclip, then xsel, on an X server', display, ['xclip', 'xsel']],
  ['wl-copy first under Wayland', wayland, ['wl-copy', 'xclip', 'xsel']],
  ['clip.exe of Windows in WSL', { isWsl: true }, ['clip.exe']],
  ['none without a display', {}, []],
];

describe('the clipboard program', () => {
  for (const [sentence, facts, expected] of table) {
    it(`is ${sentence}`, () => {
      assert.deepEqual(
        clipboardPrograms({ ...linux, ...facts }).map(([path]) => path),
        expected,
      );
    });
  }
});
