import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { allSets } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Stop',
    noun: 'AzIdentityEndpoint',
    synopsis: 'Stops the endpoint that Start-AzIdentityEndpoint started.',
    description:
      'Programs get no more tokens from this PowerShell, and the environment variables get their old values back. Tokens that programs already have stay valid until they expire. If there is no endpoint, nothing happens.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {},
    outputs: [],
    examples: [
      {
        title: 'Stop the endpoint',
        code: 'Stop-AzIdentityEndpoint',
        remarks: 'Programs that ask for a token from now on cannot connect.',
      },
      {
        title: 'For one program only',
        code: 'Start-AzIdentityEndpoint\ntry { Get-AzContext } finally { Stop-AzIdentityEndpoint -Verbose }',
        remarks: 'Put your program in place of Get-AzContext. -Verbose shows each request at the end.',
      },
    ],
    links: ['Start-AzIdentityEndpoint'],
  },
  async (_call, { services, shouldProcess, setVariables, interaction }) => {
    const endpoint = services.memory.identityEndpoint;
    if (endpoint === undefined || !(await shouldProcess(endpoint.url, 'Stop'))) return;
    endpoint.close();
    services.memory.identityEndpoint = undefined;
    for (const note of endpoint.takeNotes()) interaction.verbose(note);
    setVariables(endpoint.previous);
  },
);
