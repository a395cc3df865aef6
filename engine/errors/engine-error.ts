import { shownLine } from '../text/terminal-text.ts';
import { channel } from 'node:diagnostics_channel';
import { counted } from '../text/counted.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { errorCatalogue, type CatalogueId, type ErrorId } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import type { EntraErrorFacts, ErrorData } from './error-data.ts';

/** The diagnostics channel that publishes the catalogue id of each error when it is created. */
export const errorChannel = 'az-logints.error';
const createdErrors = channel(errorChannel);

export interface EngineErrorOptions {
  /**
   * Values for the `{name}` placeholders in the catalogue's message and action. A number agrees with the noun after
   * it: `{count} files` becomes `1 file` or `2 files`.
   */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** The subject of the error; becomes the ErrorRecord's TargetObject. */
  readonly target?: string;
  /** The valid names, if the target is an unknown name: the action then suggests the closest one. */
  readonly known?: readonly string[];
  readonly cause?: unknown;
  readonly entra?: EntraErrorFacts;
  readonly retryAfterSeconds?: number;
  /** For an AADSTS number that the catalogue does not explain: the id becomes `Authentication.AADSTS<code>`. */
  readonly id?: ErrorId;
}

/** A failure from the catalogue. Every error that the engine throws on purpose is one. */
export class EngineError extends Error {
  readonly id: ErrorId;
  readonly catalogueId: CatalogueId;
  readonly action: string;
  readonly target: string | undefined;
  readonly entra: EntraErrorFacts | undefined;
  readonly retryAfterSeconds: number | undefined;
  #endsStatement: 'always' | 'unlessSilenced' | undefined;

  constructor(catalogueId: CatalogueId, options: EngineErrorOptions = {}) {
    const { message, action } = errorCatalogue[catalogueId];
    super(fillIn(message, options.facts), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EngineError';
    this.catalogueId = catalogueId;
    this.id = options.id ?? catalogueId;
    const meant = didYouMean(options.target ?? '', options.known ?? []).trim();
    this.action = shownLine(`${meant} ${fillIn(action, options.facts)}`.trim());
    this.target = options.target;
    this.entra = options.entra;
    this.retryAfterSeconds = options.retryAfterSeconds;
    createdErrors.publish(catalogueId);
  }

  get entry(): CatalogueEntry {
    return errorCatalogue[this.catalogueId];
  }

  /** Marks this error as terminating unless -ErrorAction silences it, and returns it. */
  asTerminating(): this {
    this.#endsStatement ??= 'unlessSilenced';
    return this;
  }

  /**
   * Marks this error as terminating whatever -ErrorAction says, like those of PowerShell's parameter binder, and
   * returns it.
   */
  asBinderFault(): this {
    this.#endsStatement = 'always';
    return this;
  }

  /** Returns the error in the form that is sent to PowerShell. */
  toData(): ErrorData {
    const causes = causesOf(this.cause);
    return {
      id: this.id,
      category: this.entry.category,
      exception: this.entry.exception,
      message: this.message,
      action: this.action,
      terminating: this.entry.terminating ?? this.#endsStatement !== undefined,
      ...(this.#endsStatement === 'unlessSilenced' ? { mayBeSilenced: true } : {}),
      ...(this.target === undefined ? {} : { target: shownLine(this.target) }),
      ...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
      ...(this.entra === undefined ? {} : { entra: this.entra }),
      ...(causes.length === 0 ? {} : { causes }),
    };
  }
}

/** Whether an error means that the caller (or its AbortSignal) stopped the work. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof EngineError) return error.catalogueId === 'Cancelled.ByUser';
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'CanceledError');
}

/** Returns any thrown value as an EngineError; a value that is not from the catalogue becomes `Engine.Unexpected`. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new EngineError('Engine.Unexpected', { facts: { reason }, cause: error });
}

function fillIn(template: string, facts: EngineErrorOptions['facts'] = {}): string {
  // The space before an empty fact is removed too; spaces inside a fact are kept.
  return template
    .replace(/( ?)\{(\w+)\}(?: (\w{4,})s\b)?/g, (place, space: string, name: string, noun?: string) => {
      const fact = facts[name] ?? '';
      if (typeof fact === 'number' && noun !== undefined) return space + counted(fact, noun);
      const text = shownLine(String(fact));
      const after = place.slice(space.length + name.length + 2);
      return text === '' ? after : space + text + after;
    })
    .trim();
}

function causesOf(cause: unknown): string[] {
  const messages: string[] = [];
  for (let next = cause; next instanceof Error && messages.length < 5; next = next.cause)
    messages.push(next.message);
  return messages;
}
