import { outputTypes } from '../contexts/context-output.ts';
import type { HttpResponse } from '../http/types.ts';
import { OutgoingHeaders, OutgoingSecret, type TypedObject } from '../protocol/values.ts';

/**
 * Returns a response in the form of Az.Accounts' PSHttpResponse. The body and the address can hold keys and passwords,
 * so they are sent like secrets, which PowerShell's module logging does not see.
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
