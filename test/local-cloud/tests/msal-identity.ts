// Runs unmodified MSAL in its own process, because MSAL remembers which kind of endpoint it found. Requests one token
// per identity in the argument (JSON) and prints the results.
import { AuthError, ManagedIdentityApplication, type ManagedIdentityIdParams } from '@azure/msal-node';

export interface MsalOutcome {
  readonly token?: string;
  readonly expiresOn?: number;
  readonly error?: string;
  readonly message?: string;
}

const [resource = '', identities = '[]'] = process.argv.slice(2);
const outcomes: MsalOutcome[] = [];
for (const params of JSON.parse(identities) as ManagedIdentityIdParams[]) {
  outcomes.push(await acquire(params));
}
console.log(JSON.stringify(outcomes));

async function acquire(managedIdentityIdParams: ManagedIdentityIdParams): Promise<MsalOutcome> {
  try {
    const app = new ManagedIdentityApplication({ managedIdentityIdParams });
    const { accessToken, expiresOn } = await app.acquireToken({ resource });
    return { token: accessToken, expiresOn: expiresOn?.getTime() ?? 0 };
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return { error: error.errorCode, message: error.errorMessage };
  }
}
