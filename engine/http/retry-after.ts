/**
 * Returns the wait that a Retry-After header asks for in milliseconds, or undefined without a valid header. The
 * header has seconds or a date (RFC 9110, section 10.2.3).
 */
export function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
