// What of all that is known fits a word that is being typed.
import { isPlainLine, shownLine } from '../text/terminal-text.ts';

/** Something that can stand in place of the word. */
export interface Candidate {
  /** What is put in: the first that the word fits. The first of all stands where nothing is typed yet. */
  readonly texts: readonly string[];
  /** Other words by which a person may look for it; the first text is put in then. */
  readonly keywords?: readonly string[];
  /** How the list shows it, where that is not the text. */
  readonly label?: string;
  readonly tooltip: string;
}

export interface Completion {
  readonly text: string;
  readonly label: string;
  readonly tooltip: string;
}

/** A list that nobody reads to its end is cut: the next letters make it shorter. */
const longestList = 300;

/**
 * The candidates that begin with the word, whatever its case, or that fit it as a wildcard pattern. Where there are
 * none, those that have it anywhere. In the order of their texts.
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
    // A name that is no line cannot be typed either, and would act on the terminal as it is put in.
    if (text === undefined || text === '' || !isPlainLine(text)) continue;
    const key = text.toLowerCase();
    // One tenant of two accounts is one text: what there is to say of it stands below each other.
    const tooltips = new Set([...(chosen.get(key)?.tooltip.split('\n') ?? []), shownLine(tooltip)]);
    chosen.set(key, { text, label: shownLine(label ?? text), tooltip: [...tooltips].join('\n') });
  }
  return [...chosen.values()];
}

/** PowerShell's wildcards (about_Wildcards); undefined where the word has none. */
function wildcard(word: string): RegExp | undefined {
  if (!/[*?]|\[[^\]]+\]/.test(word)) return undefined;
  const source = word.replace(/\[[^\]]+\]|[^]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.length > 1) return `[${part.slice(1, -1).replace(/[\\^[]/g, '\\$&')}]`;
    return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  try {
    return new RegExp(`^${source}`, 's');
  } catch {
    // A range such as [z-a] is none: the word stands for itself.
    return undefined;
  }
}
