// The pages that the browser shows at the end. Self-contained: no script, no external resources, and nothing from the
// query.

export type PageKind = 'signed-in' | 'declined' | 'failed' | 'unrelated';

const texts: Readonly<Record<PageKind, { title: string; text: string; color: string; mark: string }>> = {
  'signed-in': {
    title: 'You are signed in',
    text: 'You can close this page and return to PowerShell.',
    color: '#107c41',
    mark: '✓',
  },
  declined: {
    title: 'The sign-in was declined',
    text: 'Nothing was changed. Return to PowerShell for what to do next; you can close this page.',
    color: '#b45309',
    mark: '!',
  },
  failed: {
    title: 'The sign-in did not succeed',
    text: 'Return to PowerShell, which says why and what to do next; you can close this page.',
    color: '#b91c1c',
    mark: '×',
  },
  unrelated: {
    title: 'Nothing to see here',
    text: 'This address belongs to a sign-in that is waiting in PowerShell.',
    color: '#525252',
    mark: '?',
  },
};

/** Returns the HTML of a page. */
export function signInPage(kind: PageKind): string {
  const { title, text, color, mark } = texts[kind];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f4f6; color: #1f2937; font: 16px/1.5 system-ui, sans-serif; }
main { background: #fff; border-radius: 12px; box-shadow: 0 2px 16px rgb(0 0 0 / .1); padding: 40px 48px; max-width: 24rem; margin: 16px; text-align: center; }
.mark { width: 56px; height: 56px; line-height: 56px; margin: 0 auto 16px; border-radius: 50%; background: ${color}; color: #fff; font-size: 28px; }
h1 { font-size: 1.35rem; margin: 0 0 8px; }
h1, p { text-wrap: balance; }
p { margin: 0; }
@media (prefers-color-scheme: dark) { body { background: #111827; color: #e5e7eb; } main { background: #1f2937; } }
</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">${mark}</div>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`;
}

/** The headers of every page: nothing may be loaded, framed, cached, or passed to the next site. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};
