import { EngineError } from '../errors/engine-error.ts';
import { ownAddress, type OwnsAddress } from './own-addresses.ts';

/** The pages of one list. Each URL must belong to the service, and none is read twice. */
export class PageTrail {
  readonly #owns: OwnsAddress;
  readonly #seen = new Set<string>();
  #at: string;

  /** `first` is the URL of the list. */
  constructor(owns: OwnsAddress, first: string) {
    this.#owns = owns;
    this.#at = first;
    this.#seen.add(first);
  }

  /**
   * Returns the URL of the next page.
   * @throws EngineError `Network.Response` if it does not belong to the service or was already read
   */
  next(address: string): string {
    const url = ownAddress(this.#owns, address, this.#at, 'the next page of its list');
    if (this.#seen.has(url)) {
      throw new EngineError('Network.Response', {
        facts: { host: new URL(url).host, reason: 'its list leads back to a page that was read already' },
      });
    }
    this.#seen.add(url);
    this.#at = url;
    return url;
  }
}
