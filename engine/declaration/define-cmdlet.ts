// Types for declaring a cmdlet, once. The handler's parameter type is derived from the declaration: in each parameter
// set the mandatory parameters are present and those of other sets do not exist.
import type { ParameterDeclaration, ParameterValues, SetMembership } from './parameter-types.ts';
import type { CmdletContext } from './cmdlet-context.ts';

export interface CmdletExample {
  readonly title: string;
  readonly code: string;
  readonly remarks: string;
}

/** `tokens`: tokens of an account, perhaps from the cache. `cloud`: tokens and requests to the cloud. */
export type CmdletNeed = 'tokens' | 'cloud';

export interface CmdletDeclaration {
  readonly verb: string;
  readonly noun: string;
  readonly aliases?: readonly string[];
  readonly synopsis: string;
  readonly description: string;
  readonly defaultSet: string;
  /** All sets, in the order of the help. */
  readonly sets: readonly string[];
  /** The cmdlet supports -WhatIf and -Confirm. */
  readonly shouldProcess?: true;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  /** What nearly every call needs in addition to files. It is preloaded while PowerShell prepares the first call. */
  readonly needs?: CmdletNeed;
  /** PowerShell type names of its outputs. */
  readonly outputs: readonly string[];
  readonly examples: readonly CmdletExample[];
  readonly links?: readonly string[];
}

type Parameters<D extends CmdletDeclaration> = D['parameters'];
type MembershipIn<P extends ParameterDeclaration, Set extends string> =
  P['sets'] extends Readonly<Record<string, SetMembership>>
    ? Set extends keyof P['sets']
      ? P['sets'][Set]
      : never
    : object;
type MandatoryNames<D extends CmdletDeclaration, Set extends string> = {
  [N in keyof Parameters<D>]: MembershipIn<Parameters<D>[N], Set> extends never
    ? never
    : MembershipIn<Parameters<D>[N], Set> extends { mandatory: true }
      ? N
      : never;
}[keyof Parameters<D>];
type OptionalNames<D extends CmdletDeclaration, Set extends string> = {
  [N in keyof Parameters<D>]: [MembershipIn<Parameters<D>[N], Set>] extends [never]
    ? never
    : MembershipIn<Parameters<D>[N], Set> extends { mandatory: true }
      ? never
      : N;
}[keyof Parameters<D>];
type ValueOf<P extends ParameterDeclaration> = P['accepted'] extends readonly string[]
  ? P['accepted'][number]
  : ParameterValues[P['type']];

/** One call, as the handler receives it: a union discriminated by `parameterSet`. */
export type CallOf<D extends CmdletDeclaration> = {
  [Set in D['sets'][number]]: {
    readonly parameterSet: Set;
    readonly parameters: { readonly [N in MandatoryNames<D, Set>]: ValueOf<Parameters<D>[N]> } & {
      readonly [N in OptionalNames<D, Set>]?: ValueOf<Parameters<D>[N]>;
    };
  };
}[D['sets'][number]];

export interface Cmdlet {
  readonly declaration: CmdletDeclaration;
  readonly name: string;
  readonly run: (call: { parameterSet: string; parameters: object }, context: CmdletContext) => Promise<void>;
}

/** Returns a cmdlet with its declaration and handler. */
export function defineCmdlet<const D extends CmdletDeclaration>(
  declaration: D & { readonly defaultSet: D['sets'][number] },
  handler: (call: CallOf<D>, context: CmdletContext) => Promise<void>,
): Cmdlet {
  return {
    declaration,
    name: `${declaration.verb}-${declaration.noun}`,
    // validate-call has already checked the call against this declaration.
    run: (call, context) => handler(call as CallOf<D>, context),
  };
}
