import type { INetworkModule } from '@azure/msal-node';
import { headerFault } from './header-value.ts';
import type { HttpClient, HttpResponse } from './types.ts';

type Options = Parameters<INetworkModule['sendPostRequestAsync']>[1];

/** Adapts our HTTP client to MSAL's interface, for one flow and its signal. */
export function msalNetwork(http: HttpClient, signal: AbortSignal): INetworkModule {
  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    options: Options,
    timeoutMs?: number,
  ): Promise<Answer<T>> {
    const response = await http(
      {
        method,
        url,
        ...(options?.headers === undefined ? {} : { headers: sendable(options.headers) }),
        ...(options?.body === undefined ? {} : { body: options.body }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      signal,
    );
    return { headers: { ...response.headers }, body: parseBody(response.body) as T, status: response.status };
  }
  return {
    sendGetRequestAsync: (url, options, timeout) => send('GET', url, options, timeout),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

/** MSAL's hint for routing. It has the name that was typed, which may be in any script. */
const routingHint = 'X-AnchorMailbox';

function sendable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [routingHint]: hint = '', ...others } = headers;
  return headerFault(hint) === undefined ? headers : others;
}

/**
 * Returns the response of a service that refuses (RFC 6749, section 5.2), for cases where no service answered: MSAL
 * understands it.
 */
export function refusalOf(error: string): HttpResponse {
  const body = JSON.stringify({ error });
  return { status: 400, headers: {}, rawHeaders: [], version: '1.1', body, isText: true };
}

interface Answer<T> {
  headers: Record<string, string>;
  body: T;
  status: number;
}

/** MSAL reads OAuth errors from the body and expects an object, even if the answer is not JSON. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: 'invalid_response', error_description: 'The answer is not JSON' };
  }
}
