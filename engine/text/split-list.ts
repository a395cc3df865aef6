/** A list that Az.Accounts stores as one text, separated by commas. */
export function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}
