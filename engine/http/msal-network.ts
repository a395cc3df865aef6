import type { INetworkModule } from '@azure/msal-node';
import type { HttpClient, HttpResponse } from './types.ts';

/** What MSAL is told of an answer that is not JSON. */
export const notJson = 'The answer is not JSON';

type Options = Parameters<INetworkModule['sendPostRequestAsync']>[1];

/** Our HTTP client in the form that MSAL takes, for one flow and its signal. */
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
        ...(options?.headers === undefined ? {} : { headers: options.headers }),
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

/** What a service would have answered to refuse (RFC 6749, 5.2), where none did: MSAL understands that. */
export function refusalOf(error: string): HttpResponse {
  const body = JSON.stringify({ error });
  return { status: 400, headers: {}, rawHeaders: [], version: '1.1', body, isText: true };
}

interface Answer<T> {
  headers: Record<string, string>;
  body: T;
  status: number;
}

/** MSAL reads OAuth errors from the body; one that is not JSON it must at least be able to look at. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: 'invalid_response', error_description: notJson };
  }
}
