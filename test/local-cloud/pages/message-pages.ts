import type { EntraError, ErrorFacts } from '../entra/errors.ts';
import type { Transaction } from '../entra/transaction.ts';
import type { Reply } from '../router.ts';
import { html, page } from './layout.ts';

/** An error that the person sees in the browser, with the details that a support desk asks for. */
export function errorPage(error: EntraError, facts: ErrorFacts, transaction?: Transaction): Reply {
  const number = error.options.number;
  const back =
    transaction === undefined || transaction.target.kind === 'device'
      ? html``
      : html`<form method="post" action="/${transaction.tenant}/login">
          <input type="hidden" name="ctx" value="${transaction.id}" />
          <input type="hidden" name="step" value="error" />
          <div class="actions">
            <button type="submit" id="cancel" name="cancel" value="1">
              Go back to ${transaction.app.displayName}
            </button>
          </div>
        </form>`;
  return page(
    'Sorry',
    html`<h1>Sorry, but we're having trouble signing you in.</h1>
      <p role="alert">${number === undefined ? '' : `AADSTS${String(number)}: `}${error.message}</p>
      ${back}
      <dl>
        <dt>Correlation ID</dt>
        <dd>${facts.correlationId}</dd>
        <dt>Trace ID</dt>
        <dd>${facts.traceId}</dd>
        <dt>Timestamp</dt>
        <dd>${facts.timestamp}</dd>
      </dl>`,
    { status: transaction === undefined ? 400 : 200 },
  );
}

export function signedOutPage(): Reply {
  return page(
    'Signed out',
    html`<h1>You have signed out</h1>
      <p>You can close this window.</p>`,
  );
}

/** `response_mode=form_post`: the browser posts the answer to the app by itself. */
export function formPostPage(address: string, values: Readonly<Record<string, string>>): Reply {
  const inputs = Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return page(
    'Working',
    html`<h1>Going back to the app</h1>
      <form method="post" action="${address}">
        ${inputs}
        <div class="actions"><button type="submit" id="submit">Continue</button></div>
      </form>`,
    // Not submit(), because the button's id hides that method.
    { script: 'document.forms[0].requestSubmit();' },
  );
}
