// Accepts faults from other processes, as JSON only: a foreign page in a browser cannot send JSON here, because its
// preflight request gets no answer.
import { faultKinds, type Fault } from './faults.ts';
import { json, type Handler } from './router.ts';

export const listFaults: Handler = (_exchange, cloud) => json(200, { faults: cloud.faults.list() });

/** Adds the fault in the body: `{"kind":"throttle","path":"/subscriptions","retryAfterSeconds":2,"times":1}`. */
export const addFault: Handler = (exchange, cloud) => {
  const isJson = (exchange.headers['content-type'] ?? '').startsWith('application/json');
  const fault = isJson ? readFault(exchange.body) : undefined;
  if (fault === undefined) {
    return json(400, { error: `Expected JSON with a path and a kind: one of ${faultKinds.join(', ')}.` });
  }
  cloud.faults.add(fault);
  return json(201, fault);
};

export const clearFaults: Handler = (_exchange, cloud) => {
  cloud.faults.clear();
  return json(200, { faults: [] });
};

function readFault(body: string): Fault | undefined {
  try {
    const fault = JSON.parse(body) as Fault;
    return typeof fault.path === 'string' && faultKinds.includes(fault.kind) ? fault : undefined;
  } catch {
    return undefined;
  }
}
