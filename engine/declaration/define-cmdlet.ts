// The vocabulary in which a cmdlet is declared, once. The handler's parameter type follows from the declaration:
// inside a parameter set its mandatory parameters are there, and those of other sets do not exist.
import type { ParameterDeclaration, ParameterValues, SetMembership } from './parameter-types.ts';
import type { CmdletContext } from './cmdlet-context.ts';

export interface CmdletExample {
  readonly title: string;
  readonly code: string;
  readonly remarks: string;
}

/** Tokens of an account, which the cache may have, or those and requests to the cloud. */
export type CmdletNeed = 'tokens' | 'cloud';

export interface CmdletDeclaration {
  readonly verb: string;
  readonly noun: string;
  readonly aliases?: readonly string[];
  readonly synopsis: string;
  readonly description: string;
  readonly defaultSet: string;
  /** All sets, in the order in which help shows them. */
  readonly sets: readonly string[];
  /** The cmdlet asks before it acts (-WhatIf, -Confirm). */
  readonly shouldProcess?: true;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  /** What nearly every call takes beside files; it is loaded while PowerShell prepares the first one. */
  readonly needs?: CmdletNeed;
  /** PowerShell type names of what it writes. */
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

/** One call as the handler receives it: a union discriminated by `parameterSet`. */
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

/** A cmdlet from its declaration and the handler that does its work. */
export function defineCmdlet<const D extends CmdletDeclaration>(
  declaration: D & { readonly defaultSet: D['sets'][number] },
  handler: (call: CallOf<D>, context: CmdletContext) => Promise<void>,
): Cmdlet {
  return {
    declaration,
    name: `${declaration.verb}-${declaration.noun}`,
    // validate-call has checked the call against the declaration from which CallOf was computed.
    run: (call, context) => handler(call as CallOf<D>, context),
  };
}
