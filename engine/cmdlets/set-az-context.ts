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
      'Makes the context for a subscription or tenant the current one, and creates it where there is none yet. Only this PowerShell changes; to change those to come as well, add -Scope CurrentUser or use Select-AzContext.',
    defaultSet: 'Context',
    sets: ['Context', 'TenantObject', 'SubscriptionObject', 'Subscription', 'TenantNameOnly'],
    shouldProcess: true,
    parameters: {
      Context: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'The context to work in, as Get-AzContext -ListAvailable gives it.',
        sets: { Context: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      TenantObject: {
        type: 'object',
        objectType: outputTypes.tenant,
        help: 'The tenant to work in, as Get-AzTenant gives it.',
        sets: { TenantObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      SubscriptionObject: {
        type: 'object',
        objectType: outputTypes.subscription,
        help: 'The subscription to work in, as Get-AzSubscription gives it.',
        sets: { SubscriptionObject: { mandatory: true, position: 0, pipeline: 'value' } },
      },
      Subscription: {
        type: 'string',
        completer: 'subscription',
        help: 'The name or ID of the subscription to work in. A name that several subscriptions have needs -Tenant, or the ID.',
        aliases: ['SubscriptionId', 'SubscriptionName'],
        sets: { Subscription: { mandatory: true, position: 0 } },
        notEmpty: true,
      },
      Tenant: {
        type: 'string',
        completer: 'tenant',
        help: 'The tenant to work in: its ID, or one of its domain names. With -Subscription it says where to look for that.',
        aliases: ['Domain', 'TenantId'],
        sets: { Subscription: {}, TenantNameOnly: { mandatory: true } },
        notEmpty: true,
      },
      ExtendedProperty: {
        type: 'dictionary',
        help: 'Properties to keep with the context, as a hashtable of names and texts. They are added to those that it has.',
      },
      Name: {
        type: 'string',
        help: 'The name under which the context is kept, for Select-AzContext.',
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
        remarks: 'Commands of this PowerShell go there from now on. Other PowerShells stay where they are.',
      },
      {
        title: 'From the pipeline',
        code: "Get-AzSubscription -SubscriptionName 'Contoso Staging' | Set-AzContext",
        remarks: 'The same, with the subscription as an object.',
      },
      {
        title: 'Another tenant',
        code: 'Set-AzContext -Tenant fabrikam.example',
        remarks: 'Works in the first subscription of a tenant.',
      },
      {
        title: 'The same command in every subscription',
        code: 'foreach ($subscription in Get-AzSubscription -TenantId contoso.example) {\n    $null = Set-AzContext -SubscriptionObject $subscription\n    (Get-AzContext).Subscription.Name\n}',
        remarks: 'Put what you want done in place of the last line.',
      },
      {
        title: 'For PowerShells to come as well',
        code: "Set-AzContext -Subscription 'Contoso Staging' -Scope CurrentUser",
        remarks: 'Is kept as the default of this user.',
      },
    ],
    links: ['Get-AzContext', 'Select-AzContext', 'Get-AzSubscription', 'Get-AzTenant'],
  },
  async (call, context) => {
    const { services, interaction, signal, shouldProcess, shouldContinue, write } = context;
    const scope = call.parameters.Scope ?? 'Process';
    // A context says by itself where to go on; anything else is looked for with the account that is in use.
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
      write(toContextOutput(selected));
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
    write(toContextOutput(changed));
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
      reason: 'A context of this name is there already.',
      accepted: 'a name that is free, or -Force',
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
      accepted: 'what Get-AzTenant or Get-AzSubscription gives',
    },
  });
}

function describe(target: ContextTarget | { contextName: string }): string {
  if ('contextName' in target) return target.contextName;
  return target.subscription ?? target.tenant ?? '';
}
