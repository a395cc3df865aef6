import assert from 'node:assert/strict';
import { encode } from 'uqr';
import {
  chooseDisplay,
  drawQrCode,
  hyperlink,
  qrCodeOf,
  webAddress,
  type DisplayFacts,
} from '../../../engine/rpc/device-code-display.ts';

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
  ['a terminal that nothing is known of shows the QR code', {}, 'qr'],
  ['nobody there: nothing', { canPrompt: false }, 'nothing'],
  ['redirected output: nothing', { consoleWidth: 0, ...term('xterm-kitty') }, 'nothing'],
  ['CI: nothing', term('xterm-kitty', { CI: 'true' }), 'nothing'],
  ['CI=false is no CI', term('xterm-kitty', { CI: 'false' }), 'both'],
  ['a dumb terminal: nothing', term('dumb', { TERM_PROGRAM: 'vscode' }), 'nothing'],
  ['Unix without TERM: nothing', { variables: { TERM_PROGRAM: 'vscode' } }, 'nothing'],
  ['exactly wide enough', { consoleWidth: 33 }, 'qr'],
  ['too narrow by one column', { consoleWidth: 32 }, 'nothing'],
  ['too narrow, with hyperlinks', { consoleWidth: 32, ...term('xterm-kitty') }, 'link'],
  ['exactly room enough on 24 lines', { consoleHeight: 24, linesTaken: 20 }, 'qr'],
  ['the command would leave a screen of 24 lines', { consoleHeight: 24, linesTaken: 21 }, 'nothing'],
  ['turned off', { wantsQr: false }, 'nothing'],
  ['turned off, with hyperlinks', { wantsQr: false, ...term('foot') }, 'link'],
  ['PowerShell 7 in the old console of Windows', windows, 'qr'],
  ['Windows PowerShell in the old console', { ...windows, edition: 'Desktop' }, 'nothing'],
  [
    'Windows PowerShell in Windows Terminal',
    { platform: 'win32', edition: 'Desktop', variables: { WT_SESSION: '1' } },
    'both',
  ],
  ['Visual Studio Code', term('xterm-256color', { TERM_PROGRAM: 'vscode' }), 'both'],
  ['iTerm2', term('xterm-256color', { TERM_PROGRAM: 'iTerm.app' }), 'both'],
  ['WezTerm', term('xterm-256color', { TERM_PROGRAM: 'WezTerm' }), 'both'],
  [
    'the Terminal of macOS has no hyperlinks',
    term('xterm-256color', { TERM_PROGRAM: 'Apple_Terminal' }),
    'qr',
  ],
  ['GNOME Terminal', term('xterm-256color', { VTE_VERSION: '7600' }), 'both'],
  ['an old VTE', term('xterm-256color', { VTE_VERSION: '4803' }), 'qr'],
  ['a VTE that does not tell its version', term('xterm-256color', { VTE_VERSION: 'x' }), 'qr'],
  ['tmux within a terminal with hyperlinks', term('tmux-256color', { VTE_VERSION: '7600' }), 'qr'],
];

describe('what is shown beside the device code', () => {
  for (const [sentence, facts, expected] of table) {
    it(sentence, () => {
      const { qr, link } = chooseDisplay({ ...terminal, ...facts });
      assert.deepEqual({ qr, link }, { qr: /both|qr/.test(expected), link: /both|link/.test(expected) });
    });
  }

  it('draws the modules of the QR code, two rows in a line, light on dark whatever the theme is', () => {
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

  it('makes a hyperlink of web addresses only, and lets no control character through', () => {
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
