import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { checkResource } from '../environments/resources.ts';
import { OutgoingSecret } from '../protocol/values.ts';
import { startIdentityEndpoint } from '../usecases/identity-endpoint.ts';
import { allSets } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Start',
    noun: 'AzIdentityEndpoint',
    synopsis: 'Gives the other programs of this PowerShell tokens of the current context.',
    description:
      'Starts an endpoint of managed identity on this machine, in the form of App Service, and sets IDENTITY_ENDPOINT and IDENTITY_HEADER for the programs that start from this PowerShell. The Azure SDKs, and what else signs in with a managed identity there, then get tokens of the current context, renewed when they have to be; nobody is asked. Select another context and the next token is of that one. Every program that starts from here can ask, and so can whoever reads its variables. The endpoint ends with Stop-AzIdentityEndpoint or with this PowerShell. With -Verbose the next command shows each request.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Audience: {
        type: 'string[]',
        completer: 'resource',
        help: 'The only services for which tokens are given, as resource URIs such as https://vault.azure.net. The default is those for which Get-AzAccessToken has a short name in the cloud of the current context.',
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
          'What starts from here and signs in with a managed identity now has the current context: DefaultAzureCredential of the Azure SDKs, or Az.Accounts\\Connect-AzAccount -Identity.',
      },
      {
        title: 'Only for one service',
        code: 'Start-AzIdentityEndpoint -Audience https://vault.azure.net',
        remarks: 'Requests for any other service are refused with 403.',
      },
      {
        title: 'See who asked',
        code: 'Start-AzIdentityEndpoint\nGet-AzContext -Verbose',
        remarks: 'Each command with -Verbose shows the requests since the last one.',
      },
    ],
    links: ['Stop-AzIdentityEndpoint', 'Get-AzAccessToken', 'Connect-AzAccount'],
  },
  async ({ parameters }, call) => {
    const { services, shouldProcess, setVariables, interaction, write } = call;
    const audiences = parameters.Audience?.map((audience) => checkResource('Audience', audience));
    const { context } = await services.contexts.requireCurrent();
    const action = 'Give its tokens to every program that starts from this PowerShell';
    if (!(await shouldProcess(context.Account.Id, action))) return;
    const endpoint = await startIdentityEndpoint(call, audiences);
    const { IDENTITY_HEADER: secret, ...others } = endpoint.variables;
    setVariables({ ...others, IDENTITY_HEADER: new OutgoingSecret(secret ?? '', true) });
    interaction.verbose(`The identity endpoint answers at ${endpoint.url}.`);
    write({
      $type: outputTypes.identityEndpoint,
      Endpoint: endpoint.url,
      Account: context.Account.Id,
      Audience: endpoint.audiences,
    });
  },
);
