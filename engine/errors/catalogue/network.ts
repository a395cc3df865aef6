// A request failed, or its answer cannot be used.
import { entry, type CatalogueEntry } from './entry.ts';

const network = (message: string, action: string): CatalogueEntry =>
  entry('ConnectionError', 'System.Net.WebException', message, action, { retriable: true });

export const networkErrors = {
  'Network.Dns': network(
    "The name '{host}' cannot be resolved.",
    'Check the network connection and the DNS server; behind a proxy set HTTPS_PROXY, or run Update-AzConfig -Proxy http://host:port.',
  ),
  'Network.Refused': network(
    "'{host}' cannot be reached: {reason}.",
    'Check the network connection and the firewall; behind a proxy set HTTPS_PROXY, or run Update-AzConfig -Proxy http://host:port.',
  ),
  'Network.Proxy': network(
    "The proxy '{proxy}' did not let the connection to '{host}' through: {reason}.",
    'Get-AzConfig -Proxy -NoProxy shows what is used and where it comes from; correct it there. A user name and password go into the variable HTTPS_PROXY: http://name:password@host:port.',
  ),
  'Network.Tls': network(
    "The certificate of '{host}' is not trusted: {reason}.",
    'If a proxy inspects TLS, name a PEM file with its certificate: Update-AzConfig -CaFile, or the variable AZ_LOGINTS_CA_FILE.',
  ),
  'Network.Timeout': entry(
    'OperationTimeout',
    'System.TimeoutException',
    "'{host}' did not answer within {seconds} seconds.",
    'Check the network connection and try again.',
    { retriable: true },
  ),
  'Network.OutcomeUnknown': entry(
    'ConnectionError',
    'System.Net.WebException',
    "It is not known whether '{host}' carried out {request}: the request was sent, but no complete answer came back ({reason}).",
    'Check the current state before you send it again: it may have been done already.',
  ),
  'Network.Response': network(
    "'{host}' answered with something unexpected: {reason}.",
    'Try again later. If that fails too, check that -Environment names the right cloud and that no proxy changes the answer.',
  ),
  'Network.Status': entry(
    'InvalidOperation',
    'System.Net.WebException',
    "'{host}' refused the request ({status}): {reason}",
    '{advice}',
  ),
} as const satisfies Record<`Network.${string}`, CatalogueEntry>;
