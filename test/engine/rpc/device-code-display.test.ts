import assert from 'node:assert/strict';
import { encode } from 'uqr';
import {
  chooseDisplay,
  hyperlink,
  webAddress,
  type DisplayFacts,
} from '../../../engine/rpc/device-code-display.ts';
import { drawQrCode, qrCodeOf } from '../../../engine/rpc/qr-code.ts';

const terminal: DisplayFacts = {
  platform: 'linux',
  edition: 'Core',
  canPrompt: true,
  consoleWidth: 80,
  qrWidth: 33,
  consoleHeight: 0,
  linesTaken: 0,
  wantsQr: true,
  variables: { TERM: 'xterm-256color' },
};
const windows = { platform: 'win32', variables: {} } as const;
const term = (TERM: string, more: object = {}): Partial<DisplayFacts> => ({ variables: { TERM, ...more } });

const table: readonly [string, Partial<DisplayFacts>, 'both' | 'qr' | 'link' | 'nothing'][] = [
  ['shows the QR code in an unknown terminal', {}, 'qr'],
  ['shows nothing if nobody can be prompted', { canPrompt: false }, 'nothing'],
  ['shows nothing when output is redirected', { consoleWidth: 0, ...term('xterm-kitty') }, 'nothing'],
  ['shows nothing in CI', term('xterm-kitty', { CI: 'true' }), 'nothing'],
  ['shows both with CI=false', term('xterm-kitty', { CI: 'false' }), 'both'],
  ['shows nothing in a dumb terminal', term('dumb', { TERM_PROGRAM: 'vscode' }), 'nothing'],
  ['shows nothing on Unix without TERM', { variables: { TERM_PROGRAM: 'vscode' } }, 'nothing'],
  ['shows the QR code if the terminal is exactly wide enough', { consoleWidth: 33 }, 'qr'],
  ['shows nothing if the terminal is one column too narrow', { consoleWidth: 32 }, 'nothing'],
  [
    'shows only the link if a terminal with hyperlinks is too narrow',
    { consoleWidth: 32, ...term('xterm-kitty') },
    'link',
  ],
  ['shows the QR code if it just fits 24 lines', { consoleHeight: 24, linesTaken: 20 }, 'qr'],
  [
    'shows nothing if the command would scroll off a screen of 24 lines',
    { consoleHeight: 24, linesTaken: 21 },
    'nothing',
  ],
  ['shows nothing if QR codes are turned off', { wantsQr: false }, 'nothing'],
  ['shows only the link if QR codes are turned off', { wantsQr: false, ...term('foot') }, 'link'],
  ['shows the QR code for PowerShell 7 in the Windows console host', windows, 'qr'],
  [
    'shows nothing for Windows PowerShell in the Windows console host',
    { ...windows, edition: 'Desktop' },
    'nothing',
  ],
  [
    'shows both for Windows PowerShell in Windows Terminal',
    { platform: 'win32', edition: 'Desktop', variables: { WT_SESSION: '1' } },
    'both',
  ],
  ['shows both in Visual Studio Code', term('xterm-256color', { TERM_PROGRAM: 'vscode' }), 'both'],
  ['shows both in iTerm2', term('xterm-256color', { TERM_PROGRAM: 'iTerm.app' }), 'both'],
  ['shows both in WezTerm', term('xterm-256color', { TERM_PROGRAM: 'WezTerm' }), 'both'],
  [
    'shows no link in the Terminal of macOS, which has no hyperlinks',
    term('xterm-256color', { TERM_PROGRAM: 'Apple_Terminal' }),
    'qr',
  ],
  ['shows both in GNOME Terminal', term('xterm-256color', { VTE_VERSION: '7600' }), 'both'],
  ['shows no link in an old VTE', term('xterm-256color', { VTE_VERSION: '4803' }), 'qr'],
  ['shows no link in a VTE of unknown version', term('xterm-256color', { VTE_VERSION: 'x' }), 'qr'],
  [
    'shows no link in tmux inside a terminal with hyperlinks',
    term('tmux-256color', { VTE_VERSION: '7600' }),
    'qr',
  ],
];

describe('the display of a device code', () => {
  for (const [sentence, facts, expected] of table) {
    it(sentence, () => {
      const { qr, link } = chooseDisplay({ ...terminal, ...facts });
      assert.deepEqual({ qr, link }, { qr: /both|qr/.test(expected), link: /both|link/.test(expected) });
    });
  }

  it('draws the QR code with two module rows per line, light on dark in every theme', () => {
    const address = 'https://login.example/device?code=ABC';
    const code = qrCodeOf(address);
    const { data, size } = encode(address, { border: 2 });
    assert.equal(code.width, size);
    const dark = { ' ': [true, true], '▄': [true, false], '▀': [false, true], '█': [false, false] };
    const rows = code.lines.flatMap((line) => {
      const halves = Array.from(line, (character) => dark[character as keyof typeof dark]);
      return [halves.map(([upper]) => upper), halves.map(([, lower]) => lower)];
    });
    assert.deepEqual(rows.slice(0, size), data);
    for (const row of rows.slice(size)) assert.ok(!row.includes(true), 'nothing dark is below the border');
    for (const line of drawQrCode(code).split('\n'))
      assert.match(line, /^\u001b\[38;5;231;48;5;16m[ ▄▀█]+\u001b\[0m$/);
  });

  it('makes hyperlinks of web addresses only, and removes control characters', () => {
    const address = webAddress('https://login.example/a\u001b]8;;b\u0007');
    assert.match(address ?? '', /^https:\/\/login\.example\/[ -~]+$/);
    assert.equal(webAddress('javascript:alert(1)'), undefined);
    assert.equal(webAddress('not an address'), undefined);
    assert.equal(
      hyperlink('https://a.example/?x', 'https://a.example/'),
      '\u001b]8;;https://a.example/?x\u001b\\https://a.example/\u001b]8;;\u001b\\',
    );
  });
});
