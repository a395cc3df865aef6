import { argument } from '../text/command-line.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { checkResource, resourceFor, scopeOf } from '../environments/resources.ts';
import { resourceTypeNames } from '../environments/services.ts';
import { checkScopes } from '../environments/scopes.ts';
import { EngineError } from '../errors/engine-error.ts';
import { OutgoingSecret, type TimeSpan } from '../protocol/values.ts';
import { resolveTenant } from '../usecases/known-places.ts';
import { lastingToken } from '../accounts/token-lifetime.ts';
import { counted } from '../text/counted.ts';
import { defaultProfileParameter } from './shared-parameters.ts';
import { accessTokenOf } from '../accounts/account-tokens.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzAccessToken',
    synopsis: 'Gets an access token of the current account.',
    description:
      'Returns a token for Azure Resource Manager or another service, as a SecureString. A cached token that is valid for five minutes or more is returned as it is; otherwise it is renewed without asking. If you have to sign in again, the error names the command.',
    defaultSet: 'KnownResourceTypeName',
    sets: ['KnownResourceTypeName', 'ResourceUrl', 'Scope'],
    parameters: {
      ResourceUrl: {
        type: 'string',
        completer: 'resource',
        help: 'The service that the token is for, as a resource URI such as https://vault.azure.net.',
        aliases: ['Resource', 'ResourceUri'],
        sets: { ResourceUrl: { mandatory: true } },
        notEmpty: true,
      },
      ResourceTypeName: {
        type: 'string',
        help: 'The service that the token is for, by its short name. The default is Arm.',
        sets: { KnownResourceTypeName: {} },
        accepted: resourceTypeNames,
      },
      Scope: {
        type: 'string[]',
        help: 'The scopes of the token, all of one service, such as https://graph.microsoft.com/User.Read. A person may have to consent to them first. For service principals and managed identities, give one scope that ends in /.default.',
        sets: { Scope: { mandatory: true } },
        notEmpty: true,
      },
      TenantId: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'tenant',
        help: 'The tenant that issues the token: its ID or a domain name. The default is the tenant of the context.',
      },
      AsSecureString: {
        type: 'switch',
        help: 'Returns the token as a SecureString. That is the default; older scripts may name it.',
      },
      AsPlainText: {
        type: 'switch',
        help: 'Returns the token as plain text. Protect it like a password until it expires.',
      },
      ForceRefresh: {
        type: 'switch',
        help: 'Requests a new token even if the cache has one, for example after a role assignment or a new group membership.',
      },
      MinimumLifetime: {
        type: 'timeSpan',
        help: 'The shortest time for which the token must be valid, such as 00:30:00 for half an hour. A token with less time left is renewed. If the service issues none that lasts so long, the command fails.',
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.secureToken, outputTypes.plainToken],
    needs: 'tokens',
    examples: [
      {
        title: 'Call a REST API',
        code: '$token = (Get-AzAccessToken).Token\nInvoke-RestMethod -Uri https://management.azure.com/tenants?api-version=2022-12-01 -Authentication Bearer -Token $token',
        remarks:
          'PowerShell 7 accepts the SecureString. In Windows PowerShell 5.1, build the header from -AsPlainText.',
      },
      {
        title: 'Another service',
        code: 'Get-AzAccessToken -ResourceTypeName KeyVault',
        remarks:
          'The help of the parameter lists the short names. For a service without one use -ResourceUrl.',
      },
      {
        title: 'A service by its address',
        code: 'Get-AzAccessToken -ResourceUrl https://vault.azure.net',
        remarks: 'Works for an API of your own too: use its application ID URI.',
      },
      {
        title: 'When the token expires',
        code: '(Get-AzAccessToken).ExpiresOn.ToLocalTime()',
        remarks: 'A token that expires within five minutes is renewed first.',
      },
      {
        title: 'Another program',
        code: '$env:ARM_ACCESS_TOKEN = (Get-AzAccessToken -AsPlainText).Token',
        remarks: 'The token is in clear text now. Every program that starts from here gets it.',
      },
      {
        title: 'A token that outlasts a long job',
        code: 'Get-AzAccessToken -MinimumLifetime 00:45:00',
        remarks: 'Returns a token that is valid for at least 45 minutes, a new one if needed.',
      },
    ],
    links: ['Connect-AzAccount'],
  },
  async (call, context) => {
    const { services, write } = context;
    const { parameters } = call;
    if (parameters.AsPlainText === true && parameters.AsSecureString === true) {
      const reason = '-AsPlainText and -AsSecureString cannot be used together.';
      throw new EngineError('InvalidArgument.ParameterSet', {
        facts: { reason, cmdlet: 'Get-AzAccessToken' },
      });
    }
    const minimumMs = lifetimeOf(parameters.MinimumLifetime);
    const current = await resolveContext(services, parameters.DefaultProfile);
    const { Environment: environment, Account: account, Tenant: tenant } = current.context;
    const scopes =
      call.parameterSet === 'Scope'
        ? checkScopes(call.parameters.Scope, account.Type)
        : call.parameterSet === 'ResourceUrl'
          ? [scopeOf(resourceOf(call.parameters.ResourceUrl))]
          : [scopeOf(resourceFor(environment, call.parameters.ResourceTypeName ?? 'Arm'))];
    const tenantId = await resolveTenant(
      { tenant: parameters.TenantId ?? tenant?.Id, environment, parameter: 'TenantId' },
      context,
    );
    const token = await lastingToken(
      (forceRefresh) => accessTokenOf(current, { tenantId, scopes, forceRefresh, mayAsk: true }, context),
      {
        minimumMs,
        forceRefresh: parameters.ForceRefresh === true,
        isGiven: account.Type === 'AccessToken',
        accountId: account.Id,
      },
    );
    const plain = parameters.AsPlainText === true;
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

/** PowerShell reads a bare number as ticks of 100 ns, so `-MinimumLifetime 30` would mean 3 microseconds. */
const shortestMs = 1000;

function lifetimeOf(minimum: TimeSpan | undefined): number {
  if (minimum === undefined) return 0;
  if (minimum.totalMilliseconds >= shortestMs) return minimum.totalMilliseconds;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'MinimumLifetime',
      value: counted(minimum.totalMilliseconds / 1000, 'second'),
      reason: 'It is less than a second.',
      accepted: 'a time such as 00:30:00, or (New-TimeSpan -Minutes 30)',
    },
  });
}

function resourceOf(text: string): string {
  const resource = checkResource('ResourceUrl', text);
  if (!/\/\.default$/.test(resource)) return resource;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'ResourceUrl',
      value: resource,
      reason: 'It is a scope.',
      accepted: `-ResourceUrl ${argument(resource.replace(/\/\.default$/, ''))}, or -Scope ${argument(resource)}`,
    },
    target: resource,
  });
}
