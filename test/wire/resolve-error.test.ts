import assert from 'node:assert/strict';
import { EngineProcess, type CallError, type CallOptions } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

type Output = Record<string, unknown>;
const errors = 'Microsoft.Azure.Commands.Profile.Errors';

/** An error record as PowerShell describes it. */
const factsOf = (exception: object, more: object = {}): object => ({
  id: 'SomeId,Get-Some',
  category: {
    name: 'CloseError',
    activity: 'Get-Some',
    reason: 'CloudException',
    targetName: '',
    targetType: '',
  },
  invocation: {
    command: 'Get-Some',
    line: 'Get-Some',
    position: 'At line:1 char:1\n+ Get-Some\n+ ~~~~~~~~',
    historyId: 7,
  },
  exceptions: [
    { type: 'Some.Exception', message: 'It failed.', own: {}, exchange: null, inner: false, ...exception },
  ],
  ...more,
});

async function resolve(
  engine: EngineProcess,
  options: CallOptions,
  parameters: object = {},
): Promise<Output[]> {
  return (await engine.call('Resolve-AzError', parameters, options)).outputs;
}

async function resolveOne(engine: EngineProcess, facts: object): Promise<Output> {
  const [output] = await resolve(engine, {}, { Error: [facts] });
  assert.ok(output);
  return output;
}

describe('Resolve-AzError, over the wire', () => {
  let engine: EngineProcess;

  before(async () => {
    engine = new EngineProcess();
    await engine.initialize();
  });
  after(() => engine.stop());

  it('explains an Azure service’s error from another module without its secrets', async () => {
    const output = await resolveOne(
      engine,
      factsOf({
        exchange: {
          status: 403,
          requestId: 'r-1',
          code: null,
          method: 'GET',
          uri: 'https://management.azure.com/subscriptions/s?sig=hunter2!',
          responseBody: '{"error":{"code":"AuthorizationFailed","message":"The client does not have it."}}',
          responseHeaders: { 'x-ms-correlation-request-id': 'c-1', 'Set-Cookie': 'hunter2!' },
          requestHeaders: { Authorization: 'Bearer hunter2!' },
        },
      }),
    );
    assert.equal(output.$type, `${errors}.AzureRestExceptionRecord`);
    assert.equal(output.RequestId, 'r-1');
    assert.equal(output.CorrelationId, 'c-1');
    assert.equal(output.ServerMessage, 'AuthorizationFailed: The client does not have it.');
    assert.match(String(output.RecommendedAction), /Ask an owner of the subscription for a role/);
    assert.doesNotMatch(JSON.stringify(output), /hunter2/);
  });

  it('finds an AADSTS number in the message of any exception', async () => {
    const output = await resolveOne(
      engine,
      factsOf({
        message: 'AADSTS50076: Due to a configuration change you must use multi-factor authentication.',
      }),
    );
    assert.equal(output.$type, `${errors}.AzureExceptionRecord`);
    assert.equal(output.EntraErrorCode, 'AADSTS50076');
    assert.equal(output.RecommendedAction, 'Run Connect-AzAccount.');
  });

  it('recognizes our error by its id if a job’s serialization lost the facts', async () => {
    const output = await resolveOne(engine, factsOf({}, { id: 'NotSignedIn.None,Get-AzAccessToken' }));
    assert.equal(output.ErrorId, 'NotSignedIn.None');
    assert.match(
      String(output.RecommendedAction),
      /^Run Connect-AzAccount, with -Identity or -ServicePrincipal/,
    );
  });

  it('shows the line instead of a position inside a secret', async () => {
    const output = await resolveOne(
      engine,
      factsOf(
        {},
        {
          invocation: {
            command: 'Do-It',
            line: "Do-It -Password 'a-secret-of-many-words' -Nope\n",
            position: "At line:1 char:40\n+ … of-many-words' -Nope\n+                 ~~~~~",
          },
        },
      ),
    );
    const { Line: line, PositionMessage: position } = output.InvocationInfo as Output;
    assert.equal(line, 'Do-It -Password *** -Nope');
    assert.equal(position, 'At line:1 char:40\n+ Do-It -Password *** -Nope');
  });

  it('asks PowerShell for the errors of the session, or for the newest', async () => {
    const asked: boolean[] = [];
    const options = {
      errors: (last: boolean) => {
        asked.push(last);
        return [factsOf({}), factsOf({ inner: true })];
      },
    };
    const outputs = await resolve(engine, options);
    await resolve(engine, { ...options, parameterSet: 'LastErrorParameterSet' }, { Last: true });
    await resolve(engine, options, { Error: null });
    assert.deepEqual(asked, [false, true, false]);
    assert.deepEqual(
      outputs.map(({ InnerException: inner }) => inner),
      [false, true],
    );
  });

  it('returns a record without exceptions, and an unknown one', async () => {
    const output = await resolveOne(engine, factsOf({}, { exceptions: [], details: { message: 'Odd.' } }));
    assert.equal(output.$type, `${errors}.AzureErrorRecord`);
    assert.equal((output.ErrorDetails as Output).Message, 'Odd.');
    assert.equal((await resolveOne(engine, {})).$type, `${errors}.AzureErrorRecord`);
  });
});

describe('Resolve-AzError for a refused sign-in, over the wire', () => {
  const bench = wireBench();

  /** The data that New-EngineErrorRecord stores in Exception.Data. */
  const ownOf = ({ data }: CallError): object => ({
    Id: data.id,
    Message: data.message,
    Action: data.action,
    ...(data.entra as object | undefined),
    ...(data.request as object | undefined),
  });

  it('shows the AADSTS number, the correlation ID and the failed request', async () => {
    const attempt = bench.connectApp({}, { secret: 'fake-but-wrong-secret' });
    const error = await attempt.then(
      () => assert.fail('it signed in'),
      (reason: unknown) => reason as CallError,
    );
    const output = await resolveOne(bench.engine, factsOf({ message: error.message, own: ownOf(error) }));
    assert.equal(output.$type, `${errors}.AzureRestExceptionRecord`);
    assert.equal(output.EntraErrorCode, 'AADSTS7000215');
    assert.equal(output.HelpLink, 'https://login.microsoftonline.com/error?code=7000215');
    assert.match(String(output.Cause), /secret of the application is wrong/);
    assert.match(String(output.RecommendedAction), /Give the secret itself/);
    assert.match(String(output.CorrelationId), /^[0-9a-f-]{36}$/);
    assert.ok(output.TraceId !== null && output.Timestamp !== null);
    const { Verb: verb, Uri: uri } = output.RequestMessage as Output;
    assert.deepEqual([verb, new URL(String(uri)).pathname], ['POST', `/${contoso}/oauth2/v2.0/token`]);
    assert.equal((output.ServerResponse as Output).ResponseStatusCode, 'Unauthorized');
    assert.doesNotMatch(JSON.stringify(output), /fake-but-wrong-secret/);
  });
});
