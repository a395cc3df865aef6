import { EngineError } from '../errors/engine-error.ts';
import { ownAddress, type OwnsAddress } from './own-addresses.ts';

/** The pages of one list: each is at an address of the service itself, and none is read twice. */
export class PageTrail {
  readonly #owns: OwnsAddress;
  readonly #seen = new Set<string>();
  #at: string;

  /** `first` is the address of the list. */
  constructor(owns: OwnsAddress, first: string) {
    this.#owns = owns;
    this.#at = first;
    this.#seen.add(first);
  }

  /**
   * The address of the next page, from what a page says of it.
   * @throws EngineError `Network.Response` for one that is not the service's own, or was read already
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
