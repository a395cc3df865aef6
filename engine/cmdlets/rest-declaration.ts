import { outputTypes } from '../contexts/context-output.ts';
import type { CallOf, CmdletDeclaration } from '../declaration/define-cmdlet.ts';
import { finalResultNames, pollFromNames } from '../rest/long-running.ts';
import { asJobParameter, defaultProfileParameter } from './shared-parameters.ts';

export const restDeclaration = {
  verb: 'Invoke',
  noun: 'AzRestMethod',
  aliases: ['Invoke-AzRest'],
  synopsis:
    'Sends a request to Azure Resource Manager or another service of Azure, with a token of the account.',
  description:
    'Whatever the service answers is given as an object, HTTP errors too: look at StatusCode. Only where no answer comes there is an error. A service that throttles is asked again after the wait that it names. The token goes to the service itself and to no other address, wherever an answer points.\n\nWhere the service asks for a stronger sign-in (a claims challenge) and a person is there, the person signs in and the request is sent again.',
  defaultSet: 'ByPath',
  sets: ['ByPath', 'ByParameters', 'ByURI'],
  shouldProcess: true,
  parameters: {
    Path: {
      type: 'string',
      help: 'The path and query in Azure Resource Manager, such as /subscriptions?api-version=2022-12-01. The host is that of the environment.',
      sets: { ByPath: { mandatory: true } },
      notEmpty: true,
    },
    Uri: {
      type: 'uri',
      help: 'A whole address. The token is for the service that the host belongs to: Azure Resource Manager, Microsoft Graph, Key Vault and others that the environment knows. For any other, name the service with -ResourceId.',
      sets: { ByURI: { mandatory: true, position: 1 } },
      notEmpty: true,
    },
    ResourceId: {
      type: 'uri',
      help: 'The resource URI (audience) of the service at -Uri, for a host that the environment does not know. That of Azure Resource Manager is taken for its own hosts only.',
      sets: { ByURI: {} },
      notEmpty: true,
    },
    SubscriptionId: {
      type: 'string',
      completer: 'subscriptionId',
      help: 'The ID of the subscription. The default is the one of the context.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    ResourceGroupName: {
      type: 'string',
      help: 'The resource group to ask for, or the one that the resource is in. Left out, the path begins at the subscription.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    ResourceProviderName: {
      type: 'string',
      help: 'The resource provider, such as Microsoft.Compute.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    ResourceType: {
      type: 'string[]',
      help: 'The type of the resource; for one inside another, the types from the outside in.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    Name: {
      type: 'string[]',
      help: 'The name for each type. Without the last one, all resources of the last type are asked for. Names beyond the types are ignored, with a warning.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    ApiVersion: {
      type: 'string',
      help: 'The version of the REST API, such as 2022-12-01.',
      sets: { ByParameters: { mandatory: true } },
      notEmpty: true,
    },
    Method: {
      type: 'string',
      help: 'The HTTP method. The default is GET.',
      accepted: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    },
    Payload: {
      type: 'string',
      help: 'The body of a POST, PUT or PATCH, as JSON text. ConvertTo-Json makes it from a hashtable; name its -Depth.',
      notEmpty: true,
    },
    WaitForCompletion: {
      type: 'switch',
      help: 'Where the request begins a long-running operation, waits until it has ended and gives its result. An operation that fails or is cancelled is an error. Ctrl+C ends the wait, not the operation.',
    },
    PollFrom: {
      type: 'string',
      help: 'Where -WaitForCompletion asks for the state: a header of the answer (AzureAsyncLocation is Azure-AsyncOperation), or the address of the request itself. The default is the first that is there, in the order Azure-AsyncOperation, Operation-Location, Location, OriginalUri.',
      accepted: pollFromNames,
    },
    FinalResultFrom: {
      type: 'string',
      help: 'Where -WaitForCompletion fetches the result: a header of the answer, the address of the request itself, or FinalStateVia for the last answer of the address that was asked for the state. The default is OriginalUri for PUT and PATCH, Location for a POST that has it, else FinalStateVia.',
      accepted: finalResultNames,
    },
    Paginate: {
      type: 'switch',
      help: 'Reads all pages of a list and gives them as one: Content is {"value":[...]}, with the items of all pages.',
    },
    NextLinkName: {
      type: 'string',
      help: 'The property that holds the address of the next page. The default is nextLink, or @odata.nextLink where a page has that instead.',
      notEmpty: true,
    },
    PageableItemName: {
      type: 'string',
      help: 'The property that holds the items of a page. The default is value.',
      notEmpty: true,
    },
    MaxPageSize: {
      type: 'int',
      help: 'So many pages at most. Where more are left, the address of the next one stands in Content.',
      range: { min: 1, max: 2_147_483_647 },
    },
    AsJob: asJobParameter,
    DefaultProfile: defaultProfileParameter,
  },
  needs: 'cloud',
  outputs: [outputTypes.httpResponse],
  examples: [
    {
      title: 'Read a resource',
      code: '$group = Invoke-AzRestMethod -ResourceGroupName web -ApiVersion 2021-04-01\n($group.Content | ConvertFrom-Json).location',
      remarks: 'Reads a resource group of the subscription of the context.',
    },
    {
      title: 'Change a resource and wait until that is done',
      code: 'Invoke-AzRestMethod -Path "/subscriptions/$((Get-AzContext).Subscription.Id)/resourcegroups/trial?api-version=2021-04-01" -Method PUT -Payload \'{"location":"westeurope"}\' -WaitForCompletion',
      remarks: 'Creates a resource group, and gives it as it is in the end.',
    },
    {
      title: 'All pages of a list',
      code: "$list = Invoke-AzRestMethod -Path '/subscriptions?api-version=2022-12-01' -Paginate\n($list.Content | ConvertFrom-Json).value.Count",
      remarks: 'Counts the subscriptions, however many pages they come in.',
    },
  ],
  links: ['Get-AzAccessToken', 'Connect-AzAccount'],
} as const satisfies CmdletDeclaration;

/** A call of Invoke-AzRestMethod. */
export type RestCall = CallOf<typeof restDeclaration>;
