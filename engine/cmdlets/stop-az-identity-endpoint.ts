import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { OutgoingSecret } from '../protocol/values.ts';
import { allSets } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Stop',
    noun: 'AzIdentityEndpoint',
    synopsis: 'Ends what Start-AzIdentityEndpoint began.',
    description:
      'No program gets tokens from this PowerShell any more, and the variables are again what they were. Tokens that were given stay good until they expire. Nothing happens if there is no endpoint.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {},
    outputs: [],
    examples: [
      {
        title: 'End it',
        code: 'Stop-AzIdentityEndpoint',
        remarks: 'A program that asks from now on finds nobody there.',
      },
      {
        title: 'For one program only',
        code: 'Start-AzIdentityEndpoint\ntry { Get-AzContext } finally { Stop-AzIdentityEndpoint -Verbose }',
        remarks: 'In the place of Get-AzContext goes the program. With -Verbose the end shows each request.',
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
    const { IDENTITY_HEADER: secret, ...others } = endpoint.previous;
    setVariables({ ...others, IDENTITY_HEADER: secret === null ? null : new OutgoingSecret(secret, true) });
  },
);
