import { outputTypes, toAccountOutput } from '../contexts/context-output.ts';
import { knownTenantId } from '../usecases/known-places.ts';
import { contextOfObject, resolveContext } from '../usecases/resolve-context.ts';
import type { StoredAccount } from '../contexts/model.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { defaultProfileParameter, scopeParameter } from './shared-parameters.ts';
import type { AccountType } from '../text/account-type.ts';
import { sameText } from '../text/same-text.ts';
import { signOut } from '../accounts/sign-out.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Disconnect',
    noun: 'AzAccount',
    aliases: ['Logout-AzAccount', 'Remove-AzAccount'],
    synopsis: 'Signs an account out.',
    description:
      'Removes the tokens, secrets and contexts of an account. The default is the account of the current context. It is signed out in every PowerShell of this user. The browser keeps its own sign-in; end that in the browser.',
    defaultSet: 'ContextName',
    sets: ['ContextName', 'UserId', 'ServicePrincipal', 'AccountObject', 'ContextObject'],
    shouldProcess: true,
    parameters: {
      ContextName: {
        type: 'string',
        completer: 'context',
        help: 'The name of a context whose account is signed out. All contexts of that account are removed, not only this one.',
        sets: { ContextName: {} },
      },
      Username: {
        type: 'string',
        completer: 'person',
        help: 'The account to sign out, such as alex@contoso.example: the Id of its Account.',
        aliases: ['Id', 'UserId'],
        sets: { UserId: { mandatory: true, position: 0 } },
      },
      ApplicationId: {
        type: 'string',
        completer: 'application',
        help: 'The application ID of the service principal to sign out.',
        aliases: ['SPN', 'ServicePrincipal'],
        sets: { ServicePrincipal: { mandatory: true } },
      },
      TenantId: {
        type: 'string',
        completer: 'tenant',
        help: 'The tenant that the service principal signed in to: its ID, or a domain name of it.',
        sets: { ServicePrincipal: { mandatory: true } },
      },
      InputObject: {
        type: 'object',
        objectType: outputTypes.account,
        help: 'The account to sign out: the Account of a context, such as (Get-AzContext).Account.',
        sets: { AccountObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      AzureContext: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'A context whose account is signed out, as Get-AzContext returns it.',
        sets: { ContextObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      Scope: scopeParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.account],
    examples: [
      {
        title: 'Sign out',
        code: 'Disconnect-AzAccount',
        remarks: 'Signs the account of the current context out, in every PowerShell of yours.',
      },
      {
        title: 'Another account',
        code: 'Disconnect-AzAccount -Username alex@contoso.example',
        remarks: 'Signs Alex out, whatever the current context is.',
      },
      {
        title: 'A service principal',
        code: "Disconnect-AzAccount -ApplicationId '00000000-0000-0000-0000-000000000000' -TenantId (Get-AzContext).Tenant.Id",
        remarks: 'Removes its tokens, its secret and its contexts from this machine.',
      },
      {
        title: 'Every person who is signed in',
        code: "Get-AzContext -ListAvailable | ForEach-Object { $_.Account } | Where-Object { $_.Type -eq 'User' } | Sort-Object Id -Unique | Disconnect-AzAccount",
        remarks: 'Service principals and managed identities stay.',
      },
    ],
    links: ['Connect-AzAccount', 'Remove-AzContext', 'Clear-AzContext'],
  },
  async (call, context) => {
    const { services, interaction, signal, shouldProcess, write } = context;
    const view = await services.contexts.view();
    const { contexts } = view;
    if (contexts.length === 0) {
      // No warning: many scripts start with a sign-out to be sure.
      interaction.verbose('No account is signed in.');
      return;
    }
    const byId = (id: string, Type: AccountType, tenant?: string): StoredAccount => {
      const tenantId = tenant === undefined ? undefined : (knownTenantId(tenant, services, view) ?? tenant);
      const found = contexts.find(
        ({ context }) =>
          sameText(context.Account.Id, id) &&
          (tenantId === undefined || sameText(context.Tenant?.Id, tenantId)),
      );
      if (found !== undefined) return found.context.Account;
      // A warning, not an error: the account is already in the wanted state.
      interaction.warning(
        `The account '${id}' is not signed in. Run Get-AzContext -ListAvailable to list the accounts.`,
      );
      const ExtendedProperties = tenantId === undefined ? {} : { Tenants: tenantId };
      return { Id: id, Credential: null, Type, TenantMap: {}, ExtendedProperties };
    };
    let account: StoredAccount;
    switch (call.parameterSet) {
      case 'UserId':
        account = byId(call.parameters.Username, 'User');
        break;
      case 'ServicePrincipal':
        account = byId(call.parameters.ApplicationId, 'ServicePrincipal', call.parameters.TenantId);
        break;
      case 'AccountObject': {
        const { Id: id, Type: type } = call.parameters.InputObject;
        account = byId(String(id), type as AccountType);
        break;
      }
      case 'ContextObject':
        account = (await contextOfObject(services, call.parameters.AzureContext, 'AzureContext')).context
          .Account;
        break;
      case 'ContextName': {
        const { ContextName: name, DefaultProfile: profile } = call.parameters;
        account = (
          name === undefined ? await resolveContext(services, profile) : await services.contexts.require(name)
        ).context.Account;
      }
    }
    if (!(await shouldProcess(account.Id, 'Sign out'))) return;
    const scope = call.parameters.Scope ?? (await services.autosave.ofProcess());
    const removed = await services.contexts.removeAccount(account, scope, signal);
    await signOut(account, removed, context);
    write(toAccountOutput(account));
  },
);
