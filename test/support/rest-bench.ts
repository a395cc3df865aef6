// Invoke-AzRestMethod over the wire, with responses as PowerShell sees them.
import { EngineProcess, type CallOptions, type CallResult } from './engine-process.ts';
import { contoso, WireBench } from './wire-bench.ts';

export const subscription = '1a000000-0000-4000-8000-000000000001';
export const groups = `/subscriptions/${subscription}/resourcegroups`;
/** The path of a provider's resources in the local cloud. */
export const resources = (provider: string): string => `${groups}/web/providers/${provider}/things`;
export const version = 'api-version=2021-04-01';

export interface RestAnswer {
  readonly StatusCode: number;
  readonly Method: string;
  readonly Version: string;
  readonly Content: string;
  /** The headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
  readonly messages: CallResult['messages'];
}

/**
 * A bench with a signed-in person for all tests of a suite; faults and planted responses are removed after each test.
 */
export function restBench(): WireBench {
  const bench = new WireBench();
  before(async () => {
    await bench.start();
    await bench.connectWithCode({ Tenant: contoso });
  });
  afterEach(() => {
    bench.cloud.faults.clear();
    bench.cloud.planted.clear();
    bench.cloud.requests.splice(0);
  });
  after(() => bench.stop());
  return bench;
}

/** The response of a call; undefined if there is no output. */
export function answerOf({ outputs: [output], secrets, messages }: CallResult): RestAnswer | undefined {
  if (output === undefined) return undefined;
  const { StatusCode, Method, Version, Content, Headers } = output as unknown as RestAnswer & {
    Content: { $plainSecret: number };
    Headers: { $responseHeaders: number };
  };
  const content = secrets[Content.$plainSecret] ?? '';
  const lines = (secrets[Headers.$responseHeaders] ?? '').split('\n').map((line) => line.split(': '));
  const headers = Object.fromEntries(
    lines.map(([name = '', ...rest]) => [name.toLowerCase(), rest.join(': ')]),
  );
  const json = (): Record<string, unknown> => JSON.parse(content) as Record<string, unknown>;
  return {
    ...{ StatusCode, Method, Version, headers, messages, Content: content },
    get json() {
      return json();
    },
  };
}

/** Calls Invoke-AzRestMethod and returns its response. */
export async function rest(
  engine: EngineProcess,
  parameters: object,
  options: CallOptions = {},
): Promise<RestAnswer> {
  const parameterSet = 'Uri' in parameters ? 'ByURI' : 'Path' in parameters ? 'ByPath' : 'ByParameters';
  const answer = answerOf(await engine.call('Invoke-AzRestMethod', parameters, { parameterSet, ...options }));
  if (answer === undefined) throw new Error('Nothing was given.');
  return answer;
}
