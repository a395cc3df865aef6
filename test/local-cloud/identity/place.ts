/** A running endpoint, and the environment variables of a process there. */
export interface Place {
  /** The token endpoint. */
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface PlaceOptions {
  /** Display names of the managed identities that are assigned here; all of contoso's if omitted. */
  readonly identities?: readonly string[];
}
