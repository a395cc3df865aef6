// The pages of a sign-in: which page comes next, and what each page's answer does.
import { findUser } from '../data.ts';
import { deviceConfirmPage, deviceDonePage } from '../pages/device-pages.ts';
import { errorPage } from '../pages/message-pages.ts';
import { accountPage, consentPage, mfaPage, passwordPage, pickerPage } from '../pages/sign-in-pages.ts';
import type { Exchange, Handler, Reply } from '../router.ts';
import type { CloudState, Grant, SignIn } from '../state.ts';
import { authorizeError, authorizeSuccess } from './authorize-response.ts';
import {
  EntraError,
  cancelled,
  consentDeclined,
  describeError,
  invalidRequest,
  mfaEnrollmentRequired,
} from './errors.ts';
import { checkAccess, giveConsent, hasConsent, needsMfa } from './policy.ts';
import { checkPassword } from './password-check.ts';
import { findResource } from './resources.ts';
import { tenantForUser } from './tenants.ts';
import { rememberSignIn, type Transaction } from './transaction.ts';

/** Handles one page's answer: shows the next page, or redirects the browser to the app. */
export const signIn: Handler = (exchange, cloud) => {
  const transaction = cloud.transactions.get(exchange.form.get('ctx') ?? '');
  if (transaction === undefined) {
    throw invalidRequest('Your sign-in was completed or has expired. Start again from the app.', 165900);
  }
  const step = exchange.form.get('step') ?? '';
  if (exchange.form.has('cancel')) return cancel(cloud, transaction, exchange, step);
  try {
    answers[step]?.(cloud, transaction, exchange.form);
  } catch (error) {
    if (error instanceof EntraError) return showNextPage(cloud, transaction, exchange, error.message);
    throw error;
  }
  return showNextPage(cloud, transaction, exchange);
};

/** The current page of the transaction. `problem` says what was wrong with the last answer. */
export function showNextPage(
  cloud: CloudState,
  transaction: Transaction,
  exchange: Exchange,
  problem?: string,
): Reply {
  const proven = transaction.signIn;
  const accounts = (cloud.sessions.get(transaction.sessionId) ?? []).map(({ user }) => user);
  if (proven === undefined) {
    if (transaction.pickAccount) return pickerPage(transaction, accounts);
    if (transaction.userName === undefined)
      return accountPage(transaction, problem, exchange.form.get('username') ?? '');
    return passwordPage(transaction, transaction.userName, problem);
  }
  try {
    return showAfterPassword(cloud, transaction, proven, problem);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    if (transaction.target.kind === 'device') refuse(cloud, transaction, error);
    return errorPage(error, describeError(error, exchange, cloud), transaction);
  }
}

function showAfterPassword(
  cloud: CloudState,
  transaction: Transaction,
  proven: SignIn,
  problem?: string,
): Reply {
  const { app, scopes, target } = transaction;
  const tenant = tenantForUser(cloud, transaction.tenant, proven.user);
  checkAccess(cloud, tenant, proven, scopes);
  if (needsMfa(tenant, proven, transaction.claims)) {
    if (proven.user.mfaCode === undefined) throw mfaEnrollmentRequired(scopes.audience);
    return mfaPage(transaction, proven.user, problem);
  }
  const consented = hasConsent(cloud, tenant, { app, signIn: proven, scopes });
  const askAgain = target.kind === 'authorize' && target.askConsent && !transaction.consentSeen;
  if (!consented || askAgain) {
    return consentPage(
      transaction,
      proven.user,
      tenant,
      findResource(cloud, scopes.audience)?.displayName ?? '',
    );
  }
  if (target.kind === 'device' && !transaction.confirmed) return deviceConfirmPage(transaction, proven.user);
  return finish(cloud, transaction, { ...grantOf(transaction, proven), tenantId: tenant.id });
}

function finish(cloud: CloudState, transaction: Transaction, grant: Grant): Reply {
  cloud.transactions.delete(transaction.id);
  const { target } = transaction;
  if (target.kind === 'authorize') return authorizeSuccess(cloud, target, grant);
  target.device.outcome = { kind: 'approved', grant };
  return deviceDonePage(transaction.app.displayName);
}

function grantOf(transaction: Transaction, proven: SignIn): Omit<Grant, 'tenantId'> {
  const { app, scopes, claims, target } = transaction;
  return {
    ...{ signIn: proven, app, scopes },
    ...(claims === undefined ? {} : { claims }),
    ...(target.kind === 'authorize' && target.nonce !== undefined ? { nonce: target.nonce } : {}),
  };
}

function cancel(cloud: CloudState, transaction: Transaction, exchange: Exchange, step: string): Reply {
  const error = step === 'consent' ? consentDeclined(transaction.app.displayName) : cancelled();
  cloud.transactions.delete(transaction.id);
  const { target } = transaction;
  if (target.kind === 'authorize') return authorizeError(cloud, exchange, target, error);
  if (target.device.outcome.kind === 'pending') target.device.outcome = { kind: 'declined' };
  return deviceDonePage(transaction.app.displayName, 'declined');
}

/** A sign-in that policy refuses ends the device's polling with the same error. */
function refuse(cloud: CloudState, transaction: Transaction, error: EntraError): void {
  cloud.transactions.delete(transaction.id);
  if (transaction.target.kind === 'device') transaction.target.device.outcome = { kind: 'refused', error };
}

type Answer = (cloud: CloudState, transaction: Transaction, form: URLSearchParams) => void;

/** What each page's answer does; an EntraError thrown here is shown on the page. */
const answers: Record<string, Answer | undefined> = {
  account: (cloud, transaction, form) => {
    const userName = form.get('username') ?? '';
    if (findUser(cloud.data, userName) === undefined) {
      throw new EntraError('invalid_grant', "We couldn't find an account with that user name.");
    }
    transaction.userName = userName.trim();
  },
  picker: (cloud, transaction, form) => {
    const chosen = (cloud.sessions.get(transaction.sessionId) ?? []).find(
      ({ user }) => user.userName === form.get('account'),
    );
    transaction.pickAccount = false;
    if (chosen !== undefined) transaction.signIn = asUsedBy(transaction, chosen);
  },
  back: (_cloud, transaction) => {
    delete transaction.userName;
  },
  password: (cloud, transaction, form) => {
    const user = checkPassword(cloud, transaction.userName ?? '', form.get('password') ?? '');
    const proven: SignIn = { user, methods: ['pwd'], at: cloud.now(), byDeviceCode: false };
    rememberSignIn(cloud, transaction.sessionId, proven);
    transaction.signIn = asUsedBy(transaction, proven);
  },
  mfa: (cloud, transaction, form) => {
    const proven = transaction.signIn;
    if (proven === undefined || form.get('code')?.trim() !== proven.user.mfaCode) {
      throw new EntraError('invalid_grant', "That code isn't right. Check the code and try again.");
    }
    transaction.signIn = { ...proven, methods: ['pwd', 'mfa'], at: cloud.now() };
    rememberSignIn(cloud, transaction.sessionId, transaction.signIn);
  },
  consent: (cloud, transaction) => {
    const proven = transaction.signIn;
    if (proven === undefined) return;
    const tenant = tenantForUser(cloud, transaction.tenant, proven.user);
    giveConsent(cloud, tenant, { ...transaction, signIn: proven });
    transaction.consentSeen = true;
  },
  confirm: (_cloud, transaction) => {
    transaction.confirmed = transaction.signIn !== undefined;
  },
};

/** Entra ID records in every token that it comes from a device code ("protocol tracking"). */
function asUsedBy(transaction: Transaction, proven: SignIn): SignIn {
  return { ...proven, byDeviceCode: transaction.target.kind === 'device' };
}
