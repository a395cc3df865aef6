// The declaration of a configuration key.
import type { CompleterName } from '../protocol/completers.ts';

/** Another program's environment variable, and how to read it. */
export interface ConfigVariable {
  readonly name: string;
  /** `inverted`: true means false for the key. `offOnly`: it can only turn the key off. */
  readonly meaning?: 'inverted' | 'offOnly';
}

/** The scopes that can be changed. */
export type WritableScope = 'Process' | 'CurrentUser';

export interface ConfigKey {
  readonly key: string;
  /** `file` is the absolute path of a file; `proxy` is `http://host:port` or `host:port`. */
  readonly type: 'bool' | 'string' | 'int' | 'file' | 'proxy';
  readonly default: boolean | string | number;
  readonly help: string;
  /** In the order of Az.Accounts' enumeration, because it stores the number. */
  readonly accepted?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** For type `file`: the required content. */
  readonly content?: 'certificates' | 'runtime';
  /** The completer for its value. */
  readonly completer?: CompleterName;
  /** The scopes in which it can be set; by default all. */
  readonly scopes?: readonly WritableScope[];
  /** What its values can apply to; by default only Az as a whole. */
  readonly appliesTo?: readonly AppliesToKind[];
  /** Further environment variables that set it: Az.Accounts' or common ones. */
  readonly variables?: readonly ConfigVariable[];
  /** A warning that is shown when the value is set, if the user must know or do more. */
  readonly notice?: { readonly text: string; readonly when?: boolean };
}

/** What a configuration value can apply to. */
export type AppliesToKind = 'Az' | 'module' | 'cmdlet';
