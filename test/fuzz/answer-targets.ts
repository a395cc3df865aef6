// Responses of services, or of what answers in their place: discovery, metadata, tokens, lists, operations, errors.
import { ConfidentialClientApplication } from '@azure/msal-node';
import assert from 'node:assert/strict';
import fc, { type Arbitrary } from 'fast-check';
import { listSubscriptions } from '../../engine/directory/subscriptions.ts';
import { listTenants } from '../../engine/directory/tenants.ts';
import { builtInEnvironments } from '../../engine/environments/built-in.ts';
import { discoverEnvironment, discoverEnvironments } from '../../engine/environments/discover-environment.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { explainSignInError } from '../../engine/errors/entra-errors.ts';
import { describeRequest, describeResponse } from '../../engine/http/describe-exchange.ts';
import { msalNetwork } from '../../engine/http/msal-network.ts';
import { retryAfterMs } from '../../engine/http/retry-after.ts';
import type { HttpClient, HttpResponse } from '../../engine/http/types.ts';
import { armClient, type ArmClient } from '../../engine/rest/arm-client.ts';
import { beginsOperation, failureReason, operationState } from '../../engine/rest/operation-state.ts';
import { originAddresses } from '../../engine/rest/own-addresses.ts';
import { readAllPages } from '../../engine/rest/pages.ts';
import { challengeClaims, decodeClaims } from '../../engine/signin/claims.ts';
import { readJwt } from '../../engine/signin/jwt.ts';
import { tokenHttp } from '../../engine/signin/token-http.ts';
import { nearlyRight, nearlyRightText } from './inputs.ts';
import { target, type Target } from './run-target.ts';

const origin = 'https://arm.example';
const subscription = {
  subscriptionId: '1',
  displayName: 'x',
  state: 'Enabled',
  tenantId: 't',
  tags: { a: 'b' },
};
const documents = {
  subscriptions: [
    { value: [{ ...subscription, managedByTenants: [{ tenantId: 'm' }] }], nextLink: `${origin}/2` },
  ],
  tenants: [
    { value: [{ tenantId: 't', displayName: 'x', domains: ['x.example'], defaultDomain: 'x.example' }] },
  ],
  metadata: [
    {
      ...{ name: 'x', resourceManager: `${origin}/`, portal: 'https://portal.example' },
      authentication: { loginEndpoint: 'https://login.example/', audiences: ['https://x'], tenant: 'common' },
      suffixes: {
        keyVaultDns: 'vault.example',
        storage: 'storage.example',
        sqlServerHostname: 'sql.example',
      },
    },
  ],
  tokens: [
    { token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600, access_token: 'a.b.c', refresh_in: 1 },
    {
      error: 'invalid_grant',
      error_description: 'AADSTS50076: x Trace ID: 1',
      error_codes: [50076],
      claims: '{}',
      suberror: 'x',
    },
  ],
  operations: [
    {
      status: 'InProgress',
      percentComplete: 5,
      properties: { provisioningState: 'Updating' },
      error: { code: 'x', message: 'y' },
    },
  ],
  pages: [{ value: [{ a: 1 }, 2], nextLink: '/next?page=2', '@odata.nextLink': 'x' }],
};

/** Responses whose bodies are almost valid. */
function answers(bodies: Arbitrary<string>): Arbitrary<HttpResponse> {
  const header = fc.constantFrom(
    'retry-after',
    'location',
    'azure-asyncoperation',
    'www-authenticate',
    'content-type',
  );
  const value = fc.oneof(
    fc.constantFrom('0', '1', `${origin}/x`, 'Bearer claims="e30="', 'text/html'),
    fc.string(),
  );
  return fc
    .record({
      status: fc.constantFrom(200, 200, 200, 201, 202, 204, 302, 400, 401, 403, 404, 429, 500, 503),
      headers: fc.dictionary(header, value, { maxKeys: 3 }),
      body: bodies,
    })
    .map((answer) => ({
      ...answer,
      rawHeaders: Object.entries(answer.headers),
      version: '1.1',
      isText: true,
    }));
}

/** A service that returns these responses in turn, and the last one for ever. */
function serviceOf(given: readonly HttpResponse[]): HttpClient {
  let next = 0;
  return () => {
    const answer = given[Math.min(next++, given.length - 1)];
    return answer === undefined ? Promise.reject(new Error('There is no answer.')) : Promise.resolve(answer);
  };
}

const signal = new AbortController().signal;
const [publicCloud] = builtInEnvironments();
if (publicCloud === undefined) throw new Error('There is no public cloud.');
const environment = { ...publicCloud, ResourceManagerUrl: `${origin}/` };

function armOf(http: HttpClient): ArmClient {
  const renew = (): Promise<string> => Promise.resolve('y');
  return armClient({ environment, http, signal, accessToken: 'x', renew });
}

/** A target that reads responses of one kind. */
function reading(
  name: string,
  right: readonly unknown[],
  use: (http: HttpClient) => Promise<unknown>,
): Target {
  const some = fc.array(answers(nearlyRightText(right)), { minLength: 1, maxLength: 3 });
  return target({ name, inputs: some, use: (given) => use(serviceOf(given)) });
}

/** Processes responses with MSAL, as a flow does. */
async function signIn(http: HttpClient): Promise<void> {
  const failures: EngineError[] = [];
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: 'c',
      clientSecret: 's',
      authority: 'https://login.example/t',
      knownAuthorities: ['login.example'],
    },
    system: { networkClient: msalNetwork(tokenHttp(http, failures), signal) },
  });
  try {
    await client.acquireTokenByClientCredential({ scopes: [`${origin}/.default`] });
  } catch (error) {
    const explained = explainSignInError(
      error,
      { environment: 'x', tenant: 't', account: 'c' },
      failures.at(-1),
    );
    // A person must not see MSAL's internal errors.
    assert.doesNotMatch(explained.message, /is not a function|Cannot read propert|undefined/);
    throw explained;
  }
}

const right = {
  discovery: {
    ...{
      token_endpoint: 'https://login.example/t/token',
      authorization_endpoint: 'https://login.example/t/a',
    },
    ...{ issuer: 'https://login.example/t', jwks_uri: 'https://login.example/keys' },
  },
};

export const answerTargets: readonly Target[] = [
  reading('subscriptions of ARM', documents.subscriptions, (http) => listSubscriptions(armOf(http), signal)),
  reading('tenants of ARM', documents.tenants, (http) => listTenants(armOf(http), signal)),
  reading('the metadata of a cloud', documents.metadata, (http) =>
    discoverEnvironment('x', origin, http, signal),
  ),
  reading('a list of clouds', [documents.metadata], (http) => discoverEnvironments(origin, http, signal)),
  reading('tokens and refusals', [right.discovery, ...documents.tokens], signIn),
  target({
    name: 'tokens and refusals behind a right discovery',
    inputs: answers(nearlyRightText(documents.tokens)),
    use: (answer) => {
      const discovery: HttpResponse = {
        ...{ status: 200, headers: {}, rawHeaders: [], version: '1.1', isText: true },
        body: JSON.stringify(right.discovery),
      };
      return signIn(serviceOf([discovery, answer]));
    },
  }),
  target({
    name: 'pages of a list',
    inputs: fc.array(answers(nearlyRightText(documents.pages)), { minLength: 2, maxLength: 4 }),
    use: async ([first, ...rest]) => {
      if (first === undefined) return;
      const http = serviceOf(rest);
      await readAllPages(
        first,
        `${origin}/list`,
        {
          itemName: 'value',
          nextLinkNames: ['nextLink', '@odata.nextLink'],
          maxPages: 5,
          onPage: () => undefined,
        },
        {
          client: (request) => http(request, signal),
          target: { owns: originAddresses(new URL(origin)) },
        },
      );
    },
  }),
  target({
    name: 'the state of an operation',
    inputs: answers(nearlyRightText(documents.operations)),
    use: (answer) => {
      for (const source of ['Azure-AsyncOperation', 'Location', 'OriginalUri'] as const) {
        const { name } = operationState(answer, source);
        assert.equal(typeof name, 'string');
      }
      assert.equal(typeof failureReason(answer), 'string');
      beginsOperation(answer, 'PUT');
    },
  }),
  target({
    name: 'errors of a sign-in',
    inputs: nearlyRight([
      {
        ...{
          errorCode: 'invalid_grant',
          errorMessage: 'AADSTS50076: x Trace ID: 1 Correlation ID: 2',
        },
        ...{ subError: 'x', claims: '{}', correlationId: 'c', timestamp: 't', traceId: 'i' },
      },
    ]),
    use: (members) => {
      const error = Object.assign(new Error('x'), members);
      assert.ok(explainSignInError(error, { environment: 'x' }) instanceof EngineError);
    },
  }),
  target({
    name: 'WWW-Authenticate, Retry-After, claims and tokens',
    inputs: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `Bearer realm="", claims="${text}", error="insufficient_claims"`),
      fc.string().map((text) => `${text}.${Buffer.from(text).toString('base64url')}.x`),
    ),
    use: (text) => {
      challengeClaims(text);
      readJwt(text);
      const wait = retryAfterMs(text);
      assert.ok(wait === undefined || wait >= 0);
      decodeClaims(text);
    },
  }),
  target({
    name: 'what -Debug tells of an exchange',
    inputs: fc.tuple(answers(nearlyRightText(documents.tokens)), fc.string({ minLength: 12, maxLength: 20 })),
    use: ([answer, text]) => {
      const secret = encodeURIComponent(Buffer.from(`fake-${text}`).toString());
      const request = {
        method: 'POST' as const,
        url: `${origin}/token`,
        body: `client_secret=${secret}&x=${secret}1`,
      };
      const explained = `${describeRequest(request)}${describeResponse(request, answer, 1)}`;
      assert.ok(!explained.includes(`client_secret=${secret}`), explained);
    },
  }),
];
