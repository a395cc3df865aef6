// Reads all pages of a list and combines them as {"value":[…]}, as Az.Accounts does.
import { toArmError } from './arm-client.ts';
import type { HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { PageTrail } from './page-trail.ts';
import type { RequestTarget } from './request-target.ts';
import { jsonItems, jsonMembers } from './json-members.ts';
import type { RestClient } from './rest-client.ts';

export interface PagingOptions {
  /** The member with the items of a page. */
  readonly itemName: string;
  /** Possible names of the member with the next page's URL; the first one present is used. */
  readonly nextLinkNames: readonly string[];
  readonly maxPages: number;
  readonly onPage: (pages: number) => void;
}

/** The largest text that can be passed to PowerShell, in characters. */
const maxCharacters = 128 * 1024 * 1024;

/**
 * Returns the whole list that an answer starts. If it is not a list or has only one page, returns the answer's body
 * unchanged. If `maxPages` is reached, the result contains the URL of the next page, like a page does.
 * @throws EngineError as `RestClient`; `Network.Status` if a page fails, `Network.Response` if it is not a page or
 * its URL was already read or does not belong to the service
 */
export async function readAllPages(
  first: HttpResponse,
  url: string,
  options: PagingOptions,
  { client, target }: { client: RestClient; target: Pick<RequestTarget, 'owns'> },
): Promise<string> {
  const { itemName, maxPages, onPage } = options;
  let page = pageOf(first.body, options);
  if (page?.items === undefined || page.next === undefined) return first.body;
  const items = [page.items];
  const trail = new PageTrail(target.owns, url);
  for (let pages = 1; page.next !== undefined && pages < maxPages;) {
    const at = trail.next(page.next.address);
    const response = await client({ method: 'GET', url: at });
    if (response.status < 200 || response.status > 299) throw toArmError(response, at);
    const read = pageOf(response.body, options);
    if (read?.items === undefined) throw unexpected(at, `a page of its list has no '${itemName}'`);
    page = read;
    items.push(read.items);
    if (items.reduce((sum, { length }) => sum + length, 0) > maxCharacters) {
      throw unexpected(at, 'its pages are too large to combine; read fewer with -MaxPageSize');
    }
    onPage(++pages);
  }
  const { next } = page;
  const rest = next === undefined ? '' : `,${JSON.stringify(next.name)}:${JSON.stringify(next.address)}`;
  return `{${JSON.stringify(itemName)}:[${items.filter((text) => text !== '').join(',')}]${rest}}`;
}

interface Page {
  readonly items: string | undefined;
  readonly next: { readonly name: string; readonly address: string } | undefined;
}

function pageOf(body: string, { itemName, nextLinkNames }: PagingOptions): Page | undefined {
  const members = jsonMembers(body);
  if (members === undefined) return undefined;
  const items = members.get(itemName);
  const isList = items !== undefined && /^[[{]/.test(items);
  const next = nextLinkNames
    .map((name) => ({ name, address: addressOf(members.get(name)) }))
    .find(({ address }) => address !== '');
  return { items: isList ? jsonItems(items) : undefined, next };
}

/** Null, a missing value and an invalid URL mark the end of a list. */
function addressOf(json: string | undefined): string {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  return typeof value === 'string' && (value.startsWith('/') || URL.canParse(value)) ? value : '';
}

function unexpected(url: string, reason: string): EngineError {
  return new EngineError('Network.Response', { facts: { host: new URL(url).host, reason } });
}
