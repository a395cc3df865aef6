import { randomBytes } from 'node:crypto';
import type { Reply } from '../router.ts';

const style = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5a6472; --paper: #ffffff; --line: #8a94a3;
  --edge: #dfe4ea; --accent: #0b5cad; --accent-ink: #ffffff; --wrong: #b3261e;
  --sky: linear-gradient(160deg, #dce9f5 0%, #eef2f6 45%, #e5ecdf 100%); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #a9b3c0; --paper: #1c222b; --line: #79848f;
  --edge: #323b47; --accent: #6db3f2; --accent-ink: #0c1116; --wrong: #ff9d94;
  --sky: linear-gradient(160deg, #0f1720 0%, #141b22 50%, #12201b 100%); } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  justify-content: center; gap: 1.25rem; padding: 1rem; color: var(--ink); background: var(--sky);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { width: 100%; max-width: 27rem; padding: 2.5rem; background: var(--paper); border: 1px solid var(--edge);
  border-radius: .75rem; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .10); }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 600; color: var(--soft); margin-bottom: 1.5rem; }
.brand svg { width: 1.75rem; height: 1.75rem; color: var(--accent); }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); }
.who { display: inline-flex; align-items: center; gap: .4rem; margin-bottom: .75rem; color: var(--soft);
  overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin: 1rem 0 .35rem; }
input { width: 100%; padding: .65rem .75rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .4rem; }
#code { letter-spacing: .15em; }
input[aria-invalid=true] { border-color: var(--wrong); }
.wrong { color: var(--wrong); margin: 0 0 .5rem; }
.actions { display: flex; flex-direction: row-reverse; gap: .75rem; margin-top: 1.75rem; }
button { font: inherit; padding: .6rem 1.25rem; border-radius: .4rem; border: 1px solid var(--line);
  background: transparent; color: inherit; cursor: pointer; }
#submit { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
button:hover { filter: brightness(1.08); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.tiles { list-style: none; margin: 1rem 0 0; padding: 0; }
.tiles button { display: flex; align-items: center; gap: .9rem; width: 100%; text-align: left; border: 0;
  border-top: 1px solid var(--edge); border-radius: 0; padding: .8rem .25rem; }
.tiles button:hover { text-decoration: none; background: color-mix(in srgb, var(--accent) 10%, transparent); }
.tiles small { display: block; color: var(--soft); overflow-wrap: anywhere; }
button.link { border: 0; padding: .25rem 0; margin-top: 1.25rem; color: var(--accent); }
.initials { flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent); color: var(--accent-ink); font-weight: 600; }
ul.plain { padding-left: 1.2rem; } dl { font-size: .875rem; color: var(--soft); margin: 1rem 0 0; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .875rem; text-align: center; }
@media (max-width: 30rem) { body { justify-content: flex-start; } main { padding: 1.5rem; } }
`;

const cloudMark =
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" ' +
  'stroke-linejoin="round"><path d="M7 19a5 5 0 0 1-.6-9.96 6 6 0 0 1 11.5 1.5A4.3 4.3 0 0 1 17.5 19Z"/></svg>';

/** HTML that is safe to put into a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Insert = string | Html | readonly Html[];

/** A template whose inserted texts are escaped, unless they are Html already. */
export function html(parts: TemplateStringsArray, ...inserts: Insert[]): Html {
  return new Html(parts.map((part, index) => part + render(inserts[index] ?? '')).join(''));
}

function render(insert: Insert): string {
  if (typeof insert === 'string') return escapeHtml(insert);
  return insert instanceof Html ? insert.text : insert.map(({ text }) => text).join('');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A whole page. `script`, if a page needs one, runs under a nonce; nothing is loaded from elsewhere. */
export function page(
  title: string,
  content: Html,
  options: { status?: number; script?: string } = {},
): Reply {
  const nonce = randomBytes(16).toString('base64');
  const script = options.script === undefined ? '' : `<script nonce="${nonce}">${options.script}</script>`;
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Local Cloud</title><link rel="icon" href="data:,"><style nonce="${nonce}">${style}</style></head>
<body><main><div class="brand">${cloudMark}<span>Local Cloud</span></div>
${content.text}
</main><footer>A test cloud on this computer. Nothing here is a real account.</footer>${script}</body></html>
`;
  return { status: options.status ?? 200, headers: pageHeaders(nonce), body };
}

function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; ` +
      "base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
