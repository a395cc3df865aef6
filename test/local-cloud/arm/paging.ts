import type { Exchange } from '../router.ts';
import type { CloudState } from '../state.ts';

interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

/** One page of a list, with the address of the next page. `$skiptoken` is opaque to clients. */
export function pageOf<T>(cloud: CloudState, exchange: Exchange, all: readonly T[]): Page<T> {
  const token = exchange.query.get('$skiptoken');
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
  const end = start + cloud.pageSize;
  const value = all.slice(start, end);
  if (end >= all.length) return { value };
  const query = new URLSearchParams(exchange.query);
  query.set('$skiptoken', Buffer.from(String(end)).toString('base64url'));
  return { value, nextLink: `${cloud.armUrl}${exchange.path}?${query.toString()}` };
}
