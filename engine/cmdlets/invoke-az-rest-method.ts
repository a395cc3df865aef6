import type { ListedContext } from '../contexts/context-store.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import type { HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { counted } from '../text/counted.ts';
import { waitForOperation } from '../rest/long-running.ts';
import { beginsOperation } from '../rest/operation-state.ts';
import { readAllPages } from '../rest/pages.ts';
import { targetOfParts, targetOfPath, targetOfUri, type RequestTarget } from '../rest/request-target.ts';
import type { RestClient, RestRequest } from '../rest/rest-client.ts';
import { clientOfContext } from '../usecases/service-client.ts';
import { toHttpResponseOutput } from './http-response-output.ts';
import { restDeclaration, type RestCall } from './rest-declaration.ts';

export const cmdlet = defineCmdlet(restDeclaration, async (call, context) => {
  const { services, interaction, write } = context;
  const { parameters } = call;
  const entry = await resolveContext(services, parameters.DefaultProfile);
  if (call.parameterSet === 'ByParameters') warnOfExtraNames(call.parameters, interaction);
  const target = targetOf(call, entry);
  const { Method: method = 'GET', WaitForCompletion: wait = false, Paginate: paginate = false } = parameters;
  const request = { method, url: target.url, ...bodyOf(method, parameters.Payload, interaction) };
  warnOfUnused(parameters, interaction);
  const { pathname, search } = new URL(request.url);
  if (method !== 'GET' && !(await context.shouldProcess(pathname + search, method))) return;

  const client = clientOfContext(entry, target, context);
  const first = await client(request);
  const isUnderway = wait && beginsOperation(first, method);
  if (wait && !isUnderway) warnOfNoOperation(first, method, interaction);
  const last = isUnderway
    ? await waitForOperation(
        { request, first, pollFrom: parameters.PollFrom, resultFrom: parameters.FinalResultFrom },
        { client, target, interaction, signal: context.signal },
      )
    : first;
  if (!last.isText) {
    interaction.warning('The response is not text. Content has the readable part of it, not its bytes.');
  }
  const content = paginate
    ? await allPages(last, request, parameters, { client, target, interaction })
    : last.body;
  write(toHttpResponseOutput(last, last === first ? method : 'GET', content));
});

function targetOf(call: RestCall, { name, context }: ListedContext): RequestTarget {
  const { Environment: environment } = context;
  if (call.parameterSet === 'ByPath') return targetOfPath(environment, call.parameters.Path);
  if (call.parameterSet === 'ByURI') {
    return targetOfUri(environment, call.parameters.Uri, call.parameters.ResourceId);
  }
  const { parameters } = call;
  const subscriptionId = parameters.SubscriptionId ?? context.Subscription?.Id;
  if (subscriptionId === undefined) {
    throw new EngineError('InvalidArgument.NoSubscription', { facts: { context: name }, target: name });
  }
  return targetOfParts(environment, {
    subscriptionId,
    resourceGroup: parameters.ResourceGroupName,
    provider: parameters.ResourceProviderName,
    types: parameters.ResourceType ?? [],
    names: parameters.Name ?? [],
    apiVersion: parameters.ApiVersion,
  });
}

type WarningStream = Pick<CmdletContext['interaction'], 'warning'>;

/**
 * Returns the body of a request. GET and DELETE have none.
 * @throws EngineError `InvalidArgument.Value` if PowerShell converted an object to text, such as `@{a=1}`
 */
function bodyOf(method: string, payload: string | undefined, interaction: WarningStream): { body?: string } {
  if (payload === undefined) return {};
  if (/^(?:System\.[\w.]+(?:\[\])?|@\{.*\})$/s.test(payload)) {
    throw new EngineError('InvalidArgument.Value', {
      facts: {
        parameter: 'Payload',
        value: payload,
        reason: 'It is the text form of an object, not its content.',
        accepted: 'JSON text, such as ($object | ConvertTo-Json -Depth 10)',
      },
    });
  }
  if (method === 'GET' || method === 'DELETE') {
    interaction.warning(`-Payload is not sent: ${method} has no body.`);
    return {};
  }
  return { body: payload };
}

function warnOfUnused(parameters: Readonly<Record<string, unknown>>, interaction: WarningStream): void {
  const needs = {
    WaitForCompletion: ['PollFrom', 'FinalResultFrom'],
    Paginate: ['NextLinkName', 'PageableItemName', 'MaxPageSize'],
  };
  for (const [needed, names] of Object.entries(needs)) {
    const unused = parameters[needed] === true ? [] : names.filter((name) => parameters[name] !== undefined);
    for (const name of unused) interaction.warning(`-${name} has no effect without -${needed}.`);
  }
}

function warnOfExtraNames(
  {
    ResourceType: types = [],
    Name: names = [],
  }: { ResourceType?: readonly string[]; Name?: readonly string[] },
  interaction: WarningStream,
): void {
  const ignored = names.slice(types.length).map((name) => `'${name}'`);
  if (ignored.length === 0) return;
  interaction.warning(`-Name has more names than -ResourceType has types. Ignored: ${ignored.join(', ')}.`);
}

function warnOfNoOperation({ status }: HttpResponse, method: string, interaction: WarningStream): void {
  // A PUT or PATCH that the service finished at once needs no warning: there is nothing left to wait for.
  if (status >= 300 || method === 'PUT' || method === 'PATCH') return;
  interaction.warning(
    `There is nothing to wait for: the request began no long-running operation (${String(status)}).`,
  );
}

async function allPages(
  first: HttpResponse,
  { url }: RestRequest,
  parameters: RestCall['parameters'],
  {
    client,
    target,
    interaction,
  }: {
    client: RestClient;
    target: RequestTarget;
    interaction: CmdletContext['interaction'];
  },
): Promise<string> {
  const { NextLinkName: linkName, PageableItemName: itemName = 'value', MaxPageSize: most } = parameters;
  const activity = 'Reading a list';
  try {
    return await readAllPages(
      first,
      url,
      {
        itemName,
        nextLinkNames: linkName === undefined ? ['nextLink', '@odata.nextLink'] : [linkName],
        maxPages: most ?? Number.POSITIVE_INFINITY,
        onPage: (pages) => {
          interaction.progress(activity, `${counted(pages, 'page')} read.`);
        },
      },
      { client, target },
    );
  } finally {
    interaction.progress(activity, 'Done', { done: true });
  }
}
