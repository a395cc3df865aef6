// Formats the findings for a bug report, without names of people, machines or folders.
import { homedir, hostname, userInfo } from 'node:os';
import type { Environment } from '../environments/environment.ts';
import { isBuiltIn } from '../environments/built-in.ts';
import { literalPattern } from '../text/literal-pattern.ts';
import { redact } from '../text/redact.ts';
import { shownLine } from '../text/terminal-text.ts';
import type { Finding } from './finding.ts';

const guid = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const address = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Returns Markdown with a heading, the cloud and a line for each finding. */
export function toReport(findings: readonly Finding[], environment: Environment): string {
  const lines = findings.map(
    ({ check, status, finding, remedy, names = [] }) =>
      `| ${check} | ${status} | ${cell(`${finding} ${remedy}`, names)} |`,
  );
  const cloud = isBuiltIn(environment.Name) ? environment.Name : 'an environment that was added';
  return [
    '### Az.LoginTs diagnosis',
    '',
    `Cloud: ${cloud}`,
    '',
    '| Check | Status | Finding |',
    '| --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function cell(text: string, names: readonly string[]): string {
  return shownLine(withoutPeople(redact(text), names))
    .replace(/\|/g, '\\|')
    .trim();
}

/** Replaces accounts, tenants, IDs, and the names of this user, machine and home folder. */
function withoutPeople(text: string, names: readonly string[]): string {
  // Accounts are replaced first, because a part of one may be the name of the user or the tenant. The same is true
  // for parts of a domain.
  const plain = text.replace(address, '<account>').replace(guid, '$1-…');
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  return [
    ...longestFirst.map((name) => [name, '<tenant>']),
    [homedir(), '~'],
    [hostname(), '<machine>'],
    [userInfo().username, '<user>'],
  ].reduce((left, [name = '', by = '']) => (name.length > 2 ? replaceWord(left, name, by) : left), plain);
}

function replaceWord(text: string, word: string, by: string): string {
  return text.replace(new RegExp(`(?<![\\w-])${literalPattern(word)}(?![\\w-])`, 'gi'), by);
}
