/** A running endpoint, and what a process in such a place finds in its environment. */
export interface Place {
  /** The token endpoint. */
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface PlaceOptions {
  /** Display names of the managed identities that are assigned to this place; all of contoso's where not given. */
  readonly identities?: readonly string[];
}
