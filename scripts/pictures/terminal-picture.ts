// Draws a terminal's screen as SVG, in the colours of the reader's theme, light or dark. Each run of cells has a fixed
// position, whatever the font. Half blocks are drawn as areas, as terminals do, because fonts leave gaps between them.
import type { Cell, Color } from '../../test/support/index.ts';

const cellWidth = 8;
const lineHeight = 16;
const baseline = 12;
const margin = 14;

interface Theme {
  readonly foreground: string;
  readonly background: string;
  readonly frame: string;
  /** The first 16 colours: black, red, green, yellow, blue, magenta, cyan, white, and the bright ones. */
  readonly palette: readonly string[];
}

const light: Theme = {
  foreground: '#22272e',
  background: '#ffffff',
  frame: '#d0d7de',
  palette: [
    ...['#22272e', '#c0262d', '#1a7f37', '#8a6100', '#0a59c0', '#8034c2', '#0b7285', '#6e7781'],
    ...['#57606a', '#b3151d', '#12692b', '#7a5500', '#084ca6', '#6a26a8', '#085a69', '#a5a5a5'],
  ],
};

const dark: Theme = {
  foreground: '#d6d9de',
  background: '#14181f',
  frame: '#2b313b',
  palette: [
    ...['#14181f', '#f2777a', '#7fd18b', '#e8c26a', '#7aa7f0', '#c99bea', '#66c8cf', '#d6d9de'],
    ...['#6b7380', '#ff8f91', '#98e6a3', '#f5d78a', '#9dbffa', '#ddb8f7', '#8adfe5', '#ffffff'],
  ],
};

/** Returns the picture of some lines. `title` is the text alternative for readers who cannot see it. */
export function terminalPicture(lines: readonly (readonly Cell[])[], columns: number, title: string): string {
  const width = columns * cellWidth + 2 * margin;
  const height = lines.length * lineHeight + 2 * margin;
  const size = `width="${String(width)}" height="${String(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${String(width)} ${String(height)}" role="img">
<title>${escaped(title)}</title>
<style>
:root { ${variablesOf(light)} }
@media (prefers-color-scheme: dark) { :root { ${variablesOf(dark)} } }
text { font: 13px ui-monospace, Consolas, Menlo, 'DejaVu Sans Mono', monospace; white-space: pre; fill: var(--front); }
rect { shape-rendering: crispEdges; }
</style>
<rect x="0.5" y="0.5" width="${String(width - 1)}" height="${String(height - 1)}" rx="8" fill="var(--back)" stroke="var(--frame)" style="shape-rendering: auto"/>
${lines.flatMap((line, row) => runsOf(line).map((run) => drawRun(run, margin + row * lineHeight))).join('\n')}
</svg>
`;
}

function variablesOf({ foreground, background, frame, palette }: Theme): string {
  const colors = palette.map((color, index) => `--c${String(index)}: ${color};`);
  return [`--front: ${foreground}; --back: ${background}; --frame: ${frame};`, ...colors].join(' ');
}

/** Neighbouring cells with the same look. */
interface Run extends Omit<Cell, 'text'> {
  readonly column: number;
  text: string;
}

const blocks = new Set(['█', '▀', '▄']);

function runsOf(line: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  line.forEach((cell, column) => {
    const last = runs.at(-1);
    if (last !== undefined && looksLike(last, cell)) last.text += cell.text;
    else runs.push({ ...cell, column });
  });
  return runs.filter(({ text, background }) => background !== 'default' || text.trim() !== '');
}

/** Blocks are grouped only with blocks, because they are drawn as one area. */
function looksLike(run: Run, cell: Cell): boolean {
  const style = ({ foreground, background, isBold }: Omit<Cell, 'text'>): string =>
    JSON.stringify([foreground, background, isBold]);
  const end = run.text.at(-1) ?? '';
  const isAlike = blocks.has(end) || blocks.has(cell.text) ? end === cell.text : true;
  return isAlike && style(run) === style(cell);
}

function drawRun(run: Run, top: number): string {
  const { text, foreground, background, isBold } = run;
  const front = foreground === 'reversed' ? 'var(--back)' : (cssColor(foreground) ?? 'var(--front)');
  const back = background === 'reversed' ? 'var(--front)' : cssColor(background);
  const x = margin + run.column * cellWidth;
  const width = text.length * cellWidth;
  const area = (color: string, y: number, height: number): string =>
    `<rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" fill="${color}"/>`;
  const behind = back === undefined ? '' : area(back, top, lineHeight);
  const half = Math.floor(lineHeight / 2);
  switch (text[0]) {
    case '█':
      return area(front, top, lineHeight);
    case '▀':
      return behind + area(front, top, half);
    case '▄':
      return behind + area(front, top + half, lineHeight - half);
  }
  if (text.trim() === '') return behind;
  const styles = [
    ...(foreground === 'default' ? [] : [`fill: ${front}`]),
    ...(isBold ? ['font-weight: bold'] : []),
  ].join('; ');
  const style = styles === '' ? '' : ` style="${styles}"`;
  const place = `x="${String(x)}" y="${String(top + baseline)}" textLength="${String(width)}" lengthAdjust="spacingAndGlyphs"`;
  return `${behind}<text ${place}${style}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function cssColor(color: Exclude<Color, 'reversed'>): string | undefined {
  if (color === 'default') return undefined;
  if ('rgb' in color) return `#${color.rgb.toString(16).padStart(6, '0')}`;
  return color.palette < 16 ? `var(--c${String(color.palette)})` : fixedColor(color.palette);
}

/** Returns a colour from 16 to 255: a cube of six steps, then 24 greys. */
function fixedColor(index: number): string {
  if (index >= 232) {
    const grey = String(8 + (index - 232) * 10);
    return `rgb(${grey},${grey},${grey})`;
  }
  const step = (position: number): string => {
    const place = Math.floor((index - 16) / position) % 6;
    return String(place === 0 ? 0 : 55 + place * 40);
  };
  return `rgb(${step(36)},${step(6)},${step(1)})`;
}
