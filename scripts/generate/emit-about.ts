// Converts a Markdown page of docs/ to an about_ topic for Get-Help, which is plain text for a console.

const width = 78;
const indent = '    ';

export interface AboutTopic {
  readonly topic: string;
  /** The page, relative to the repository. */
  readonly page: string;
}

export const aboutTopics: readonly AboutTopic[] = [
  { topic: 'about_Az.LoginTs', page: 'docs/overview.md' },
  { topic: 'about_Az.LoginTs_Troubleshooting', page: 'docs/troubleshooting.md' },
];

/**
 * Returns the text of a topic. Of Markdown it supports headings, paragraphs, lists, tables, code and links. The first
 * paragraph becomes the short description, which Get-Help reads from the fifth line.
 */
export function emitAbout(topic: string, markdown: string): string {
  const blocks = splitBlocks(markdown).filter((block) => !block.startsWith('<!--'));
  const [, short = '', ...rest] = blocks;
  return [
    `TOPIC\n${indent}${topic}`,
    `SHORT DESCRIPTION\n${indent}${inline(short).replace(/\s+/g, ' ')}`,
    'LONG DESCRIPTION',
    ...rest.map(emitBlock),
    '',
  ].join('\n\n');
}

/** Splits the page at blank lines, except inside a code fence. */
function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let isFenced = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    if (line.trim() === '' && !isFenced) {
      if (current.length > 0) blocks.push(current.join('\n'));
      current = [];
    } else current.push(line);
  }
  if (current.length > 0) blocks.push(current.join('\n'));
  return blocks;
}

function emitBlock(block: string): string {
  const [first = '', ...others] = block.split('\n');
  const heading = /^(#+) (.*)$/.exec(first);
  if (heading !== null) {
    const text = inline(heading[2] ?? '');
    return heading[1] === '##' ? text.toUpperCase() : `  ${text}`;
  }
  if (first.startsWith('```'))
    return others
      .slice(0, -1)
      .map((line) => `${indent}${indent}${line}`.trimEnd())
      .join('\n');
  if (first.startsWith('|')) return others.slice(1).map(emitRow).join('\n\n');
  if (/^(?:-|\d+\.) /.test(first)) {
    const items = block.split(/\n(?=(?:-|\d+\.) )/);
    return items.map((item) => wrap(inline(item), indent, `${indent}  `)).join('\n');
  }
  return wrap(inline(block), indent, indent);
}

/** Returns a table row as a definition: the first cell, then the others below it, indented. */
function emitRow(line: string): string {
  const [term = '', ...cells] = line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => inline(cell.trim().replace(/\\\|/g, '|')));
  return [
    wrap(term, indent, indent),
    ...cells.map((cell) => wrap(cell, indent + indent, indent + indent)),
  ].join('\n');
}

/** Removes emphasis. A link becomes its text with its target: the about_ topic of the page, or the page. */
function inline(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\(([^)#]*)[^)]*\)/g, (_, words: string, target: string) => {
      const page = `docs/${target}`;
      return `${words} (${aboutTopics.find((about) => about.page === page)?.topic ?? page})`;
    })
    .replace(/\*\*|`/g, '')
    .replace(/\\([<>*_|])/g, '$1');
}

function wrap(text: string, first: string, next: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    const isEmpty = line.trim() === '';
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next + word;
    } else line += isEmpty ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
