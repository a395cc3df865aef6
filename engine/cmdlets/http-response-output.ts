import { outputTypes } from '../contexts/context-output.ts';
import type { HttpResponse } from '../http/types.ts';
import { OutgoingHeaders, OutgoingSecret, type TypedObject } from '../protocol/values.ts';

/**
 * An answer as Az.Accounts gives it (PSHttpResponse). A body, or an address, may hold keys and passwords, and it may be large: it goes
 * the way of secrets, which is not logged.
 */
export function toHttpResponseOutput(response: HttpResponse, method: string, content: string): TypedObject {
  return {
    $type: outputTypes.httpResponse,
    Headers: new OutgoingHeaders(response.rawHeaders),
    Version: response.version,
    StatusCode: response.status,
    Method: method,
    RequestUri: new OutgoingSecret(response.url ?? '', true),
    Content: new OutgoingSecret(content, true),
  };
}
