/** Splits a list that Az.Accounts stores as one comma-separated text. */
export function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}
