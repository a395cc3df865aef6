import { outputTypes } from '../contexts/context-output.ts';
import type { CallOf, CmdletDeclaration } from '../declaration/define-cmdlet.ts';
import { finalResultNames, pollFromNames } from '../rest/long-running.ts';
import { asJobParameter, defaultProfileParameter } from './shared-parameters.ts';

export const restDeclaration = {
  verb: 'Invoke',
  noun: 'AzRestMethod',
  aliases: ['Invoke-AzRest'],
  synopsis:
    'Sends a request to Azure Resource Manager or another Azure service, with a token of the current account.',
  description:
    'Returns every response of the service as an object, HTTP errors too: check StatusCode. The command fails only if no response comes. If the service throttles, the request is sent again after the wait that the service names. The token is sent to the service itself and to no other address, even if a response points to one.\n\nIf the service demands a stronger sign-in (a claims challenge) and somebody can be asked, the person signs in and the request is sent again.',
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
      help: 'A full address. The host decides which service the token is for: Azure Resource Manager, Microsoft Graph, Key Vault and others that the environment knows. For any other host, name the service with -ResourceId.',
      sets: { ByURI: { mandatory: true, position: 1 } },
      notEmpty: true,
    },
    ResourceId: {
      type: 'uri',
      help: 'The resource URI (audience) of the service at -Uri, for a host that the environment does not know. The resource URI of Azure Resource Manager is accepted for its own hosts only.',
      sets: { ByURI: {} },
      notEmpty: true,
    },
    SubscriptionId: {
      type: 'string',
      completer: 'subscriptionId',
      help: 'The subscription that the path starts with, by its ID. The default is the subscription of the context.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    ResourceGroupName: {
      type: 'string',
      help: 'The resource group, or the group that the resource is in. Without it, the path starts at the subscription.',
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
      help: 'The type of the resource. For a nested resource, all types from the outermost to the innermost.',
      sets: { ByParameters: {} },
      notEmpty: true,
    },
    Name: {
      type: 'string[]',
      help: 'A name for each type. Without a name for the last type, all resources of that type are requested. Extra names are ignored, with a warning.',
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
      help: 'The body of a POST, PUT or PATCH, as JSON text. ConvertTo-Json creates it from a hashtable; set its -Depth.',
      notEmpty: true,
    },
    WaitForCompletion: {
      type: 'switch',
      help: 'If the request starts a long-running operation, waits until it ends and returns its result. An operation that fails or is cancelled is an error. Ctrl+C ends the wait, not the operation.',
    },
    PollFrom: {
      type: 'string',
      help: 'The address that -WaitForCompletion polls: from a header of the response (AzureAsyncLocation is Azure-AsyncOperation), or the address of the request itself (OriginalUri). The default is the first one present of Azure-AsyncOperation, Operation-Location, Location, OriginalUri.',
      accepted: pollFromNames,
    },
    FinalResultFrom: {
      type: 'string',
      help: 'The address that -WaitForCompletion reads the result from: a header of the response, the address of the request itself (OriginalUri), or FinalStateVia for the last polled response. The default is OriginalUri for PUT and PATCH, Location for a POST that has it, else FinalStateVia.',
      accepted: finalResultNames,
    },
    Paginate: {
      type: 'switch',
      help: 'Reads all pages of a list and returns them as one: Content is {"value":[...]} with the items of all pages.',
    },
    NextLinkName: {
      type: 'string',
      help: 'The property with the address of the next page. The default is nextLink, or @odata.nextLink if a page has that instead.',
      notEmpty: true,
    },
    PageableItemName: {
      type: 'string',
      help: 'The property with the items of a page. The default is value.',
      notEmpty: true,
    },
    MaxPageSize: {
      type: 'int',
      help: 'The most pages to read, despite the name. If there are more, Content has the address of the next page.',
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
      title: 'Change a resource and wait for the result',
      code: 'Invoke-AzRestMethod -Path "/subscriptions/$((Get-AzContext).Subscription.Id)/resourcegroups/trial?api-version=2021-04-01" -Method PUT -Payload \'{"location":"westeurope"}\' -WaitForCompletion',
      remarks: 'Creates a resource group, and returns it in its final state.',
    },
    {
      title: 'All pages of a list',
      code: "$list = Invoke-AzRestMethod -Path '/subscriptions?api-version=2022-12-01' -Paginate\n($list.Content | ConvertFrom-Json).value.Count",
      remarks: 'Counts all subscriptions, on however many pages they come.',
    },
  ],
  links: ['Get-AzAccessToken', 'Connect-AzAccount'],
} as const satisfies CmdletDeclaration;

/** A call of Invoke-AzRestMethod. */
export type RestCall = CallOf<typeof restDeclaration>;
