import type { User } from '../data.ts';
import type { Transaction } from '../entra/transaction.ts';
import type { Reply } from '../router.ts';
import { html, page } from './layout.ts';
import { field, stepForm } from './sign-in-pages.ts';

export function deviceCodePage(problem?: string): Reply {
  const code = field({ id: 'code', label: 'Code', type: 'text', autocomplete: 'off', problem });
  return page(
    'Enter code',
    html`<h1>Enter code</h1>
      <p class="soft">Enter the code that your app or device shows.</p>
      <form method="post" action="/devicelogin">
        ${code}
        <div class="actions"><button type="submit" id="submit">Next</button></div>
      </form>`,
  );
}

export function deviceConfirmPage(transaction: Transaction, user: User): Reply {
  const name = transaction.app.displayName;
  return page(
    'Confirm',
    html`<div class="who">${user.userName}</div>
      <h1>Are you trying to sign in to ${name}?</h1>
      <p class="soft">Only continue if you started this yourself, on a device that you trust.</p>
      ${stepForm({ transaction, step: 'confirm', submit: 'Continue' })}`,
  );
}

export function deviceDonePage(appName: string, outcome: 'approved' | 'declined' = 'approved'): Reply {
  if (outcome === 'declined') {
    return page(
      'Not signed in',
      html`<h1>You did not sign in</h1>
        <p>${appName} was told. You can close this window.</p>`,
    );
  }
  return page(
    'Signed in',
    html`<h1>You have signed in to ${appName}</h1>
      <p>You can close this window and go back to your device.</p>`,
  );
}
