// Tests the texts in declarations, which Get-Help and the docs pages show.
import assert from 'node:assert/strict';
import { allCmdlets } from '../../engine/cmdlets/index.ts';
import { emitAbout } from '../../scripts/generate/emit-about.ts';
import { emitHelp } from '../../scripts/generate/emit-help.ts';
import { emitIndex } from '../../scripts/generate/emit-index.ts';
import { allParameters } from '../../scripts/generate/parameter-facts.ts';

const cmdlets = await allCmdlets();
const aboutTopic = 'about_Az.LoginTs';

/** Whether each paragraph begins with a capital, a sign or a digit, and ends with a period. */
function isProse(text: string): boolean {
  return text.split('\n\n').every((paragraph) => /^[^a-z]/.test(paragraph) && /\.$/.test(paragraph));
}

/** The words of a text that are not in the name and not fillers. */
function newWords(text: string, name: string): string[] {
  const known = new Set(
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[\s-]/),
  );
  const idle = new Set(['a', 'an', 'the', 'of', 'to', 'is', 'it', 'or', 'and', 'in', 'for', 'this', 'that']);
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !known.has(word) && !idle.has(word));
}

describe('help in declarations', () => {
  for (const { name, declaration } of cmdlets) {
    it(`is complete for ${name}`, () => {
      const { synopsis, description, examples, links = [] } = declaration;
      assert.ok(isProse(synopsis), synopsis);
      assert.ok(newWords(synopsis, name).length >= 2, `The synopsis says no more than the name: ${synopsis}`);
      assert.ok(isProse(description), description);
      assert.ok(examples.length >= 2, 'It has less than two examples.');
      assert.equal(new Set(examples.map(({ title }) => title)).size, examples.length);
      for (const { title, remarks } of examples) {
        assert.match(title, /^[A-Z].*[^.]$/);
        assert.ok(isProse(remarks), remarks);
      }
      assert.ok(links.length > 0, 'It leads nowhere.');
      for (const link of links)
        assert.ok(
          cmdlets.some((other) => other.name === link),
          link,
        );
      for (const [parameter, { help }] of Object.entries(allParameters(declaration))) {
        assert.ok(isProse(help), `-${parameter}: ${help}`);
        assert.ok(newWords(help, parameter).length >= 3, `-${parameter} says no more than its name: ${help}`);
      }
    });
  }

  it('links to the web, also for Get-Help -Online, only if package.json has a homepage', () => {
    const here = emitHelp(cmdlets, { aboutTopic });
    assert.doesNotMatch(here, /Online version|<maml:navigationLink>/);
    assert.match(here, /See also: Get-AzSubscription, Set-AzContext, about_Az\.LoginTs\./);
    const web = emitHelp(cmdlets, { aboutTopic, homepage: 'https://example.org/az-logints' });
    assert.match(
      web,
      /<maml:uri>https:\/\/example\.org\/az-logints\/docs\/cmdlets\/Get-AzTenant\.md<\/maml:uri>/,
    );
    assert.match(web, /<maml:linkText>about_Az\.LoginTs<\/maml:linkText>/);
    assert.doesNotMatch(web, /See also/);
  });

  it('lists each cmdlet once, by task', () => {
    const index = emitIndex(cmdlets);
    for (const { name } of cmdlets) assert.equal(index.split(`[${name}](${name}.md)`).length, 2, name);
  });
});

describe('a help topic generated from a docs page', () => {
  const page = `# Title

What it is *not* about.

## A heading

A [link](sign-in.md#people) and \`code\`, ${'word '.repeat(20)}.

### Smaller

- one
- two [more](troubleshooting.md)

| name | what |
| ---- | ---- |
| \`A\\|B\` | **it** |

\`\`\`powershell
Get-It |

  Set-It
\`\`\`
`;

  it('has the sections that Get-Help expects, and no line that is too long', () => {
    const lines = emitAbout('about_It', page).split('\n');
    assert.deepEqual(lines.slice(0, 7), [
      'TOPIC',
      '    about_It',
      '',
      'SHORT DESCRIPTION',
      '    What it is *not* about.',
      '',
      'LONG DESCRIPTION',
    ]);
    assert.ok(lines.every((line) => line.length <= 78));
  });

  it('has headings, lists, tables and code as plain text', () => {
    const text = emitAbout('about_It', page);
    assert.match(text, /\n\nA HEADING\n\n {4}A link \(docs\/sign-in\.md\) and code, word/);
    assert.match(
      text,
      /\n\n {2}Smaller\n\n {4}- one\n {4}- two more \(about_Az\.LoginTs_Troubleshooting\)\n/,
    );
    assert.match(text, /\n {4}A\|B\n {8}it\n/);
    assert.match(text, /\n {8}Get-It \|\n\n {10}Set-It\n/);
  });
});
