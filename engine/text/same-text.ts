/** Names and ids are compared without case, as Az.Accounts does. */
export function sameText(one: string | null | undefined, other: string | null | undefined): boolean {
  return (one ?? '').toLowerCase() === (other ?? '').toLowerCase();
}
