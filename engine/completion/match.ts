// Selects the candidates that match a partly typed word.
import { literalPattern } from '../text/literal-pattern.ts';
import { isPlainLine, shownLine } from '../text/terminal-text.ts';

/** A possible completion. */
export interface Candidate {
  /** The first text that matches the word is inserted; with an empty word, the first of all. */
  readonly texts: readonly string[];
  /** Other words that match; then the first text is inserted. */
  readonly keywords?: readonly string[];
  /** The text in the list, if it differs from the inserted text. */
  readonly label?: string;
  readonly tooltip: string;
}

export interface Completion {
  readonly text: string;
  readonly label: string;
  readonly tooltip: string;
}

/** The most completions that are returned. Typing more letters shortens the list. */
const longestList = 300;

/**
 * Returns the candidates that start with the word, ignoring case, or that match it as a wildcard pattern. If there
 * are none, returns those that contain it. Sorted by text.
 */
export function completionsFor(word: string, candidates: readonly Candidate[]): Completion[] {
  const lower = word.toLowerCase();
  const pattern = wildcard(lower);
  const beginsWithWord = (text: string): boolean =>
    text.toLowerCase().startsWith(lower) || pattern?.test(text.toLowerCase()) === true;
  const found = completionsWhere(beginsWithWord, candidates);
  const all =
    found.length > 0 ? found : completionsWhere((text) => text.toLowerCase().includes(lower), candidates);
  return all.sort(byText).slice(0, longestList);
}

function byText({ text: one }: Completion, { text: other }: Completion): number {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function completionsWhere(
  isMatch: (text: string) => boolean,
  candidates: readonly Candidate[],
): Completion[] {
  const chosen = new Map<string, Completion>();
  for (const { texts, keywords = [], label, tooltip } of candidates) {
    const text = texts.find(isMatch) ?? (keywords.some(isMatch) ? texts[0] : undefined);
    // A name with line breaks or control characters cannot be typed, and would control the terminal when it is
    // inserted.
    if (text === undefined || text === '' || !isPlainLine(text)) continue;
    const key = text.toLowerCase();
    // A tenant of two accounts appears once, with both tooltips.
    const tooltips = new Set([...(chosen.get(key)?.tooltip.split('\n') ?? []), shownLine(tooltip)]);
    chosen.set(key, { text, label: shownLine(label ?? text), tooltip: [...tooltips].join('\n') });
  }
  return [...chosen.values()];
}

/** Returns the word as a pattern with PowerShell's wildcards (about_Wildcards), or undefined if it contains none. */
function wildcard(word: string): RegExp | undefined {
  if (!/[*?]|\[[^\]]+\]/.test(word)) return undefined;
  const source = word.replace(/\[[^\]]+\]|[^]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.length > 1) return `[${part.slice(1, -1).replace(/[\\^[]/g, '\\$&')}]`;
    return literalPattern(part);
  });
  try {
    return new RegExp(`^${source}`, 's');
  } catch {
    // An invalid range such as [z-a] is taken literally.
    return undefined;
  }
}
