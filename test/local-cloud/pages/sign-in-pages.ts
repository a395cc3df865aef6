import type { Tenant, User } from '../data.ts';
import type { Transaction } from '../entra/transaction.ts';
import type { Reply } from '../router.ts';
import { Html, html, page } from './layout.ts';

interface StepForm {
  readonly transaction: Transaction;
  readonly step: string;
  readonly submit: string;
  readonly cancel?: string;
  readonly fields?: Html;
}

/** The form of a step: its fields, the submit button (first, for the Enter key) and the cancel button. */
export function stepForm({ transaction, step, submit, cancel = 'Cancel', fields = html`` }: StepForm): Html {
  return html`<form method="post" action="/${transaction.tenant}/login">
    <input type="hidden" name="ctx" value="${transaction.id}" /><input
      type="hidden"
      name="step"
      value="${step}"
    />
    ${fields}
    <div class="actions">
      <button type="submit" id="submit">${submit}</button>
      <button type="submit" id="cancel" name="cancel" value="1" formnovalidate>${cancel}</button>
    </div>
  </form>`;
}

interface Field {
  readonly id: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly problem?: string | undefined;
  readonly numeric?: boolean;
  readonly value?: string;
}

/** A labelled input, with the problem of the last answer above it. */
export function field({ id, label, type, autocomplete, problem, numeric = false, value = '' }: Field): Html {
  const wrong =
    problem === undefined ? html`` : html`<p class="wrong" id="problem" role="alert">${problem}</p>`;
  const state = problem === undefined ? html`` : html`aria-invalid="true" aria-describedby="problem"`;
  const mode = numeric ? html`inputmode="numeric"` : html``;
  return html`<label for="${id}">${label}</label>${wrong}
    <input
      id="${id}"
      name="${id}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      spellcheck="false"
      autocapitalize="none"
      required
      autofocus
      ${mode}
      ${state}
    />`;
}

export function accountPage(transaction: Transaction, problem?: string, typed = ''): Reply {
  const label = 'User name (email address)';
  const fields = field({
    id: 'username',
    label,
    type: 'email',
    autocomplete: 'username',
    problem,
    value: typed,
  });
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
      <p class="soft">to continue to ${transaction.app.displayName}</p>
      ${stepForm({ transaction, step: 'account', submit: 'Next', fields })}`,
  );
}

export function pickerPage(transaction: Transaction, accounts: readonly User[]): Reply {
  const tiles = accounts.map(
    (user, index) =>
      html`<li>
        <button type="submit" id="account-${String(index)}" name="account" value="${user.userName}">
          <span class="initials" aria-hidden="true">${initials(user)}</span>
          <span>${user.displayName}<small>${user.userName} · signed in</small></span>
        </button>
      </li>`,
  );
  return page(
    'Pick an account',
    html`<h1>Pick an account</h1>
      <p class="soft">to continue to ${transaction.app.displayName}</p>
      <form method="post" action="/${transaction.tenant}/login">
        <input type="hidden" name="ctx" value="${transaction.id}" /><input
          type="hidden"
          name="step"
          value="picker"
        />
        <ul class="tiles">
          ${tiles}
          <li>
            <button type="submit" id="other-account" name="account" value="">
              <span class="initials" aria-hidden="true">+</span><span>Use another account</span>
            </button>
          </li>
        </ul>
        <div class="actions"><button type="submit" id="cancel" name="cancel" value="1">Cancel</button></div>
      </form>`,
  );
}

export function passwordPage(transaction: Transaction, userName: string, problem?: string): Reply {
  const password = field({
    ...{ id: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', problem },
  });
  // The user name is repeated for password managers.
  const fields = html`<input
      type="hidden"
      name="username"
      autocomplete="username"
      value="${userName}"
    />${password}`;
  return page(
    'Enter password',
    html`<div class="who">${userName}</div>
      <h1>Enter password</h1>
      ${stepForm({ transaction, step: 'password', submit: 'Sign in', fields })}
      <form method="post" action="/${transaction.tenant}/login">
        <input type="hidden" name="ctx" value="${transaction.id}" /><input
          type="hidden"
          name="step"
          value="back"
        />
        <button type="submit" id="back" class="link">Use another account</button>
      </form>`,
  );
}

export function mfaPage(transaction: Transaction, user: User, problem?: string): Reply {
  const fields = field({
    ...{ id: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code', numeric: true, problem },
  });
  return page(
    'Enter code',
    html`<div class="who">${user.userName}</div>
      <h1>Enter code</h1>
      <p class="soft">
        This organization asks for a second step. Enter the six digits that your authenticator app shows.
      </p>
      ${stepForm({ transaction, step: 'mfa', submit: 'Verify', fields })}`,
  );
}

export function consentPage(transaction: Transaction, user: User, tenant: Tenant, resource: string): Reply {
  return page(
    'Permissions requested',
    html`<div class="who">${user.userName}</div>
      <h1>Permissions requested</h1>
      <p><strong>${transaction.app.displayName}</strong> would like to, in ${tenant.displayName}:</p>
      <ul class="plain">
        <li>Act on your behalf in ${resource}</li>
        <li>See your profile</li>
        <li>Keep this access until you take it back</li>
      </ul>
      ${stepForm({ transaction, step: 'consent', submit: 'Accept' })}`,
  );
}

function initials(user: User): string {
  const words = user.displayName.split(' ');
  return words
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
}
