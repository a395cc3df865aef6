import { outputTypes } from '../contexts/context-output.ts';
import { resolveContext } from '../contexts/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { resourceFor, resourceTypeNames, scopeOf } from '../environments/resources.ts';
import { OutgoingSecret } from '../protocol/values.ts';
import { tenantIdFor } from '../signin/tenant-resolution.ts';
import { defaultProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzAccessToken',
    synopsis: 'Gets an access token of the current account.',
    description:
      'Gives a token for Azure Resource Manager or another service, as a SecureString. A token that is valid for five minutes or more is given from the cache; else it is renewed without asking. Where a person would have to sign in again, the error says with which command.',
    defaultSet: 'KnownResourceTypeName',
    sets: ['KnownResourceTypeName', 'ResourceUrl'],
    parameters: {
      ResourceUrl: {
        type: 'string',
        help: 'The service for which the token is, as a resource URI such as https://vault.azure.net.',
        aliases: ['Resource', 'ResourceUri'],
        sets: { ResourceUrl: { mandatory: true } },
        notEmpty: true,
      },
      ResourceTypeName: {
        type: 'string',
        help: 'The service for which the token is, by a short name. The default is Arm.',
        sets: { KnownResourceTypeName: {} },
        accepted: resourceTypeNames,
      },
      TenantId: {
        type: 'string',
        help: 'The tenant that issues the token: its ID or a domain name. The default is the tenant of the context.',
      },
      AsSecureString: {
        type: 'switch',
        help: 'Gives the token as a SecureString. That is what happens without it too; older scripts may name it.',
      },
      AsPlainText: {
        type: 'switch',
        help: 'Gives the token as plain text. Take care where it goes: it is a password while it lasts.',
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.secureToken, outputTypes.plainToken],
    examples: [
      {
        title: 'Call a REST API',
        code: '$token = (Get-AzAccessToken).Token\nInvoke-RestMethod -Uri https://management.azure.com/tenants?api-version=2022-12-01 -Authentication Bearer -Token $token',
        remarks:
          'PowerShell 7 takes the SecureString as it is. In Windows PowerShell 5.1 make the header from -AsPlainText.',
      },
      {
        title: 'Another service',
        code: 'Get-AzAccessToken -ResourceTypeName KeyVault',
        remarks:
          'The short names are listed with the parameter; for a service without one give -ResourceUrl.',
      },
      {
        title: 'A service by its address',
        code: 'Get-AzAccessToken -ResourceUrl https://vault.azure.net',
        remarks: 'Take it for an API of your own, too: its application ID URI.',
      },
      {
        title: 'How long it is good',
        code: '(Get-AzAccessToken).ExpiresOn.ToLocalTime()',
        remarks: 'A token that ends within five minutes is renewed first.',
      },
      {
        title: 'Another program',
        code: '$env:ARM_ACCESS_TOKEN = (Get-AzAccessToken -AsPlainText).Token',
        remarks: 'The token is in clear now. It goes to each program that starts from here.',
      },
    ],
    links: ['Connect-AzAccount'],
  },
  async (call, { services, interaction, signal, write }) => {
    const current = await resolveContext(services, call.parameters.DefaultProfile);
    const { Environment: environment, Account: account } = current.context;
    const resource =
      call.parameterSet === 'ResourceUrl'
        ? call.parameters.ResourceUrl
        : resourceFor(environment, call.parameters.ResourceTypeName ?? 'Arm');
    const { TenantId: tenant, AsPlainText: asPlainText, AsSecureString: asSecure } = call.parameters;
    const tenantId = await tenantIdFor(
      tenant ?? current.context.Tenant?.Id,
      environment,
      services.http(interaction),
      signal,
    );
    const token = await services.accessToken(
      current,
      { tenantId, scopes: [scopeOf(resource)], mayAsk: true },
      interaction,
      signal,
    );
    const plain = asPlainText === true && asSecure !== true;
    write({
      $type: plain ? outputTypes.plainToken : outputTypes.secureToken,
      Token: new OutgoingSecret(token.accessToken, plain),
      ExpiresOn: token.expiresOn,
      TenantId: token.tenantId,
      UserId: account.Id,
      Type: 'Bearer',
    });
  },
);
