// What a key of the configuration is declared with.
import type { CompleterName } from '../protocol/completers.ts';

/** An environment variable of others, and how it is to be read where it is not simply the value. */
export interface ConfigVariable {
  readonly name: string;
  /** `inverted`: true there is false here. `offOnly`: it can only turn the key off. */
  readonly meaning?: 'inverted' | 'offOnly';
}

/** The scopes that can be written to. */
export type WritableScope = 'Process' | 'CurrentUser';

export interface ConfigKey {
  readonly key: string;
  /** `file` is the absolute path of a file; `proxy` is `http://host:port` or `host:port`. */
  readonly type: 'bool' | 'string' | 'int' | 'file' | 'proxy';
  readonly default: boolean | string | number;
  readonly help: string;
  /** In the order of Az.Accounts' enumeration: it stores the number. */
  readonly accepted?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** For type `file`: what must be in it. */
  readonly content?: 'certificates' | 'runtime';
  /** What Tab offers for its value. */
  readonly completer?: CompleterName;
  /** The scopes in which it can be set; all that can be written where nothing is said. */
  readonly scopes?: readonly WritableScope[];
  /** What a value can be for; Az as a whole where nothing is said. */
  readonly appliesTo?: readonly AppliesToKind[];
  /** The environment variables of Az.Accounts, or of the field, that set it, beside ours. */
  readonly variables?: readonly ConfigVariable[];
  /** Told as a warning when the value is set, where a person must know more or do something. */
  readonly notice?: { readonly text: string; readonly when?: boolean };
}

/** What a value of the configuration can be for. */
export type AppliesToKind = 'Az' | 'module' | 'cmdlet';
