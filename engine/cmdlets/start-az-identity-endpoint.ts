import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { checkResource } from '../environments/resources.ts';
import { startIdentityEndpoint } from '../usecases/identity-endpoint.ts';
import { allSets } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Start',
    noun: 'AzIdentityEndpoint',
    synopsis: 'Lets programs that start from this PowerShell use its sign-in.',
    description:
      'Starts a managed identity endpoint on this machine, in the form of App Service, and sets the environment variables IDENTITY_ENDPOINT and IDENTITY_HEADER for programs that start from this PowerShell. For older programs it also sets MSI_ENDPOINT, MSI_SECRET and APPSETTING_WEBSITE_SITE_NAME. The Azure SDKs, and other programs that can sign in with a managed identity, then get tokens of the current context, renewed when needed. Nobody is asked. After you select another context, the next token is for that one.\n\nEvery program that starts from this PowerShell can request tokens, and so can anyone who can read its environment variables: IDENTITY_HEADER and MSI_SECRET hold the secret of the endpoint. The endpoint ends with Stop-AzIdentityEndpoint or with this PowerShell. The next command with -Verbose shows each request.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Audience: {
        type: 'string[]',
        completer: 'resource',
        help: 'The services that programs can get tokens for, as resource URIs such as https://vault.azure.net. The default is those for which Get-AzAccessToken has a short name in the cloud of the current context.',
        notEmpty: true,
      },
    },
    outputs: [outputTypes.identityEndpoint],
    needs: 'tokens',
    examples: [
      {
        title: 'One sign-in for every program',
        code: 'Start-AzIdentityEndpoint',
        remarks:
          'Programs that start from here and sign in with a managed identity now use the current context, such as DefaultAzureCredential of the Azure SDKs or Az.Accounts\\Connect-AzAccount -Identity.',
      },
      {
        title: 'For one service only',
        code: 'Start-AzIdentityEndpoint -Audience https://vault.azure.net',
        remarks: 'Requests for any other service are refused with 403.',
      },
      {
        title: 'See the requests',
        code: 'Start-AzIdentityEndpoint\nGet-AzContext -Verbose',
        remarks: 'A command with -Verbose shows the requests since the last one.',
      },
    ],
    links: ['Stop-AzIdentityEndpoint', 'Get-AzAccessToken', 'Connect-AzAccount'],
  },
  async ({ parameters }, call) => {
    const { services, shouldProcess, setVariables, interaction, write } = call;
    const audiences = parameters.Audience?.map((audience) => checkResource('Audience', audience));
    const { context } = await services.contexts.requireCurrent();
    const action = 'Let every program that starts from this PowerShell get its tokens';
    if (!(await shouldProcess(context.Account.Id, action))) return;
    const endpoint = await startIdentityEndpoint(call, audiences);
    setVariables(endpoint.variables);
    interaction.verbose(`The identity endpoint answers at ${endpoint.url}.`);
    write({
      $type: outputTypes.identityEndpoint,
      Endpoint: endpoint.url,
      Account: context.Account.Id,
      Audience: endpoint.audiences,
    });
  },
);
