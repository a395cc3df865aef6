import { outputTypes, toContextOutput } from '../contexts/context-output.ts';
import { contextFor, type ContextTarget } from '../usecases/context-for.ts';
import { sameText } from '../text/same-text.ts';
import { contextOfObject, resolveContext } from '../usecases/resolve-context.ts';
import { warnUnlessEnabled } from '../usecases/subscription-state.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { EngineError } from '../errors/engine-error.ts';
import { defaultProfileParameter, scopeParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Set',
    noun: 'AzContext',
    aliases: ['Select-AzSubscription'],
    synopsis: 'Changes the tenant or subscription that this PowerShell works in.',
    description:
      'Switches to the context of a subscription or tenant, and creates the context if there is none yet. Only this PowerShell switches. To switch PowerShells that start later as well, add -Scope CurrentUser or use Select-AzContext.',
    defaultSet: 'Context',
    sets: ['Context', 'TenantObject', 'SubscriptionObject', 'Subscription', 'TenantNameOnly'],
    shouldProcess: true,
    parameters: {
      Context: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'The context to work in, as Get-AzContext -ListAvailable returns it.',
        sets: { Context: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      TenantObject: {
        type: 'object',
        objectType: outputTypes.tenant,
        help: 'The tenant to work in, as Get-AzTenant returns it.',
        sets: { TenantObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      SubscriptionObject: {
        type: 'object',
        objectType: outputTypes.subscription,
        help: 'The subscription to work in, as Get-AzSubscription returns it.',
        sets: { SubscriptionObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      Subscription: {
        type: 'string',
        completer: 'subscription',
        help: 'The name or ID of the subscription to work in. If several subscriptions have the name, add -Tenant or use the ID.',
        aliases: ['SubscriptionId', 'SubscriptionName'],
        sets: { Subscription: { mandatory: true, position: 0 } },
        notEmpty: true,
      },
      Tenant: {
        type: 'string',
        completer: 'tenant',
        help: 'The tenant to work in: its ID or one of its domain names. With -Subscription, the tenant to look in.',
        aliases: ['Domain', 'TenantId'],
        sets: { Subscription: {}, TenantNameOnly: { mandatory: true } },
        notEmpty: true,
      },
      ExtendedProperty: {
        type: 'dictionary',
        help: 'Properties to store with the context, as a hashtable of names and strings. They are added to the existing ones.',
      },
      Name: {
        type: 'string',
        help: 'The name of the context, for Select-AzContext.',
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Replaces a context of the same name without asking.' },
      Scope: scopeParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'Another subscription',
        code: "Set-AzContext -Subscription 'Contoso Staging'",
        remarks:
          'The commands of this PowerShell go there from now on. Other PowerShells stay where they are.',
      },
      {
        title: 'From the pipeline',
        code: "Get-AzSubscription -SubscriptionName 'Contoso Staging' | Set-AzContext",
        remarks: 'Does the same, with the subscription as an object.',
      },
      {
        title: 'Another tenant',
        code: 'Set-AzContext -Tenant fabrikam.example',
        remarks: 'Switches to the first subscription of the tenant.',
      },
      {
        title: 'The same command in every subscription',
        code: 'foreach ($subscription in Get-AzSubscription -TenantId contoso.example) {\n    $null = Set-AzContext -SubscriptionObject $subscription\n    (Get-AzContext).Subscription.Name\n}',
        remarks: 'Replace the last line of the loop with your command.',
      },
      {
        title: 'For PowerShells that start later as well',
        code: "Set-AzContext -Subscription 'Contoso Staging' -Scope CurrentUser",
        remarks: 'Stores the subscription as the default of this user.',
      },
    ],
    links: ['Get-AzContext', 'Select-AzContext', 'Get-AzSubscription', 'Get-AzTenant'],
  },
  async (call, context) => {
    const { services, interaction, signal, shouldProcess, shouldContinue, write } = context;
    const scope = call.parameters.Scope ?? 'Process';
    // A given context is used as it is. A subscription or tenant is looked up with the current account.
    const shown =
      call.parameterSet === 'Context'
        ? await contextOfObject(services, call.parameters.Context, 'Context')
        : undefined;
    const base = shown ?? (await resolveContext(services, call.parameters.DefaultProfile));
    const target = shown === undefined ? targetOf(call) : { contextName: shown.name };
    if (!(await shouldProcess(describe(target), 'Set context'))) return;
    const { Name: name, ExtendedProperty: properties } = call.parameters;
    if ('contextName' in target && name === undefined && properties === undefined) {
      const selected = await services.contexts.select(target.contextName, scope, signal);
      warnUnlessEnabled(selected.context, interaction);
      write(toContextOutput(selected, true));
      return;
    }
    const { tokens } = base;
    const found = 'contextName' in target ? base : await contextFor(base, target, context);
    const changed = {
      name: name ?? found.name,
      context: {
        ...found.context,
        ExtendedProperties: { ...found.context.ExtendedProperties, ...properties },
      },
    };
    await askForName(name, call.parameters.Force, { services, shouldContinue });
    await services.contexts.add([changed], changed.name, { scope, tokens, signal });
    warnUnlessEnabled(changed.context, interaction);
    write(toContextOutput(changed, true));
  },
);

async function askForName(
  name: string | undefined,
  force: boolean | undefined,
  { services, shouldContinue }: Pick<CmdletContext, 'services' | 'shouldContinue'>,
): Promise<void> {
  const { contexts } = await services.contexts.view();
  const isTaken = contexts.some((candidate) => sameText(candidate.name, name ?? ''));
  if (!isTaken || force === true) return;
  if (await shouldContinue(`Replace the context '${name ?? ''}'?`, 'Set context')) return;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: name ?? '',
      parameter: 'Name',
      reason: 'A context with this name exists already.',
      accepted: 'an unused name, or -Force',
    },
  });
}

function targetOf(call: Parameters<Parameters<typeof defineCmdlet>[1]>[0]): ContextTarget {
  const parameters = call.parameters as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  switch (call.parameterSet) {
    case 'TenantObject': {
      const tenant = text((parameters.TenantObject as Record<string, unknown>).Id);
      if (tenant !== undefined) return { tenant };
      break;
    }
    case 'SubscriptionObject': {
      const subscription = parameters.SubscriptionObject as Record<string, unknown>;
      const id = text(subscription.Id);
      const tenant = text(subscription.TenantId);
      if (id !== undefined) return { subscription: id, ...(tenant === undefined ? {} : { tenant }) };
      break;
    }
    default: {
      const subscription = text(parameters.Subscription);
      const tenant = text(parameters.Tenant);
      return {
        ...(subscription === undefined ? {} : { subscription }),
        ...(tenant === undefined ? {} : { tenant }),
      };
    }
  }
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: 'object',
      parameter: call.parameterSet,
      reason: 'It has no Id.',
      accepted: 'an object that Get-AzTenant or Get-AzSubscription returns',
    },
  });
}

function describe(target: ContextTarget | { contextName: string }): string {
  if ('contextName' in target) return target.contextName;
  return target.subscription ?? target.tenant ?? '';
}
