/** Whether two names or ids are equal, ignoring case as Az.Accounts does. Null and undefined equal the empty string. */
export function sameText(one: string | null | undefined, other: string | null | undefined): boolean {
  return (one ?? '').toLowerCase() === (other ?? '').toLowerCase();
}
