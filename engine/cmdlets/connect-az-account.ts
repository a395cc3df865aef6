import { outputTypes, toProfileOutput } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';
import { namedEnvironment } from '../usecases/named-environment.ts';
import { planContexts, type PlannedContexts, type PlanRequest } from '../usecases/plan-contexts.ts';
import { terminatingOnError } from '../usecases/resolve-context.ts';
import { warnUnlessEnabled } from '../usecases/subscription-state.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { listEnvironments } from '../environments/environment-store.ts';
import { checkResource, resourceFor, scopeOf } from '../environments/resources.ts';
import { EngineError } from '../errors/engine-error.ts';
import { resolveTenant } from '../usecases/known-places.ts';
import { namedApplication } from './connect-application.ts';
import type { ConnectCall } from './connect-call.ts';
import { prepareFlow, type ConnectFacts } from './connect-flows.ts';
import { connectParameters, connectSets, userSet } from './connect-parameters.ts';
import { signInsOf, type KeptSignIns } from '../accounts/kept-sign-ins.ts';
import { connectToArmEarly } from '../session/call-http.ts';
import { alongside } from '../waiting/before-abort.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Connect',
    noun: 'AzAccount',
    aliases: ['Add-AzAccount', 'Login-AzAccount'],
    synopsis: 'Signs in to Azure.',
    description:
      'Signs in a person with the browser, or with a device code if no browser can be opened. It also signs in a service principal with a secret, a certificate or an identity token of the place it runs in, and a managed identity. Then it looks up the tenants and subscriptions of the account. The current context becomes the subscription that you name, else the first one that is not disabled.\n\nThe sign-in is kept, encrypted by the operating system if it can, and every PowerShell of this user shares it until Disconnect-AzAccount. With -Scope Process, or after Disable-AzContextAutosave, nothing is stored.\n\nIf -AccountId names an account that is signed in already, its sign-in is used and nobody is asked.\n\nIf no browser opened, press Enter to show the address to open. If the browser runs on another machine, copy the last address that it shows and paste it here.',
    defaultSet: userSet,
    sets: connectSets,
    shouldProcess: true,
    parameters: connectParameters,
    outputs: [outputTypes.profile],
    needs: 'cloud',
    examples: [
      {
        title: 'Sign in at the prompt',
        code: 'Connect-AzAccount',
        remarks:
          'Opens the browser. If none can be opened, a device code is shown instead. If the account reaches several subscriptions, you are asked which one to work in.',
      },
      {
        title: 'One tenant and one subscription',
        code: "Connect-AzAccount -Tenant contoso.example -Subscription 'Contoso Production'",
        remarks:
          'Looks in one tenant only, which is faster for an account that has many, and asks nothing afterwards.',
      },
      {
        title: 'A device code',
        code: 'Connect-AzAccount -UseDeviceAuthentication',
        remarks: 'Shows a code to enter in a browser on any device. Use it over SSH or in a container.',
      },
      {
        title: 'A service principal with its secret',
        code: '$credential = Get-Credential\nConnect-AzAccount -ServicePrincipal -Credential $credential -Tenant contoso.example',
        remarks: 'Type the application ID as the user name and the secret as the password.',
      },
      {
        title: 'A service principal with a certificate',
        code: "Connect-AzAccount -ServicePrincipal -ApplicationId '00000000-0000-0000-0000-000000000000' -CertificatePath ./deploy.pfx -CertificatePassword $password -Tenant contoso.example",
        remarks:
          '$password is a SecureString. The file is PFX or PEM; a PEM file that is not encrypted needs no password.',
      },
      {
        title: 'A pipeline without a secret',
        code: "Connect-AzAccount -ServicePrincipal -ApplicationId '00000000-0000-0000-0000-000000000000' -Tenant contoso.example",
        remarks:
          'On GitHub Actions, Azure Pipelines and Kubernetes, the service that runs the job issues the identity token, a new one whenever a token is needed.',
      },
      {
        title: 'A service principal in environment variables',
        code: 'Connect-AzAccount -ServicePrincipal',
        remarks:
          'Reads the application from AZURE_CLIENT_ID and its tenant from AZURE_TENANT_ID, as the Azure SDKs do. The credential is the first of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and an identity token.',
      },
      {
        title: 'A managed identity',
        code: 'Connect-AzAccount -Identity',
        remarks:
          'Works on a virtual machine, in App Service and the like. For a user-assigned identity add -AccountId with its client ID.',
      },
      {
        title: 'A token from another program',
        code: 'Connect-AzAccount -AccessToken $token -AccountId alex@contoso.example -Scope Process',
        remarks: 'Works until the token expires, and stores nothing on disk.',
      },
      {
        title: 'Short names for contexts',
        code: "Connect-AzAccount -Tenant contoso.example -Subscription 'Contoso Staging' -ContextName staging",
        remarks: 'Select-AzContext staging switches back to it later, in any PowerShell of yours.',
      },
    ],
    links: ['Disconnect-AzAccount', 'Get-AzContext', 'Set-AzContext'],
  },
  async (call, context) => {
    const { services, interaction, signal } = context;
    const { parameters } = call;
    const { file } = await services.contexts.view();
    const environment = await terminatingOnError(() =>
      namedEnvironment(parameters.Environment ?? 'AzureCloud', context),
    );
    refuseBoth(call.parameters);
    const named = namedApplication(call, context.variables, interaction);
    const authScope = authScopeOf('AuthScope' in parameters ? parameters.AuthScope : undefined, environment);
    if (!(await context.shouldProcess(environment.Name, 'Sign in'))) return;
    // PowerShell describes itself while we sign in.
    const described = interaction.describeHost();
    described.catch(() => undefined);
    await askForName(parameters.ContextName, parameters.Force === true, context);

    const scope = parameters.Scope ?? (await services.autosave.ofProcess());
    const tokens = scope === 'Process' ? 'process' : 'stored';
    const facts = { environment, tokens, named } as const;
    const { plan, confirmKept } = await signInAndPlan(call, { ...facts, authScope }, context);
    const untilKept = plan.isStopped ? new AbortController().signal : signal;
    await services.contexts.add(plan.contexts, plan.current.name, { scope, tokens, signal: untilKept });
    await confirmKept(untilKept);
    if (plan.isStopped) throw new EngineError('Cancelled.ByUser');
    warnUnlessEnabled(plan.current.context, interaction);
    await described;
    reportChoice(plan, interaction.canPrompt, context);
    const environments = Object.fromEntries(
      listEnvironments(file).map((item) => [item.Name, toEnvironmentOutput(item)]),
    );
    context.write(toProfileOutput(plan.current, environments));
  },
);

/** Signs in, stores the sign-in, and returns the contexts for it, which are not stored yet. */
async function signInAndPlan(
  call: ConnectCall,
  facts: ConnectFacts & { readonly authScope: string | undefined },
  context: CmdletContext,
): Promise<{
  readonly plan: PlannedContexts;
  readonly confirmKept: Awaited<ReturnType<KeptSignIns['keep']>>;
}> {
  const { parameters } = call;
  const { environment, tokens, named, authScope } = facts;
  const { services, signal } = context;
  const { signIn, storeTokens, requestsAfterToken } = await prepareFlow(call, facts, context);
  const { tenant } = named;
  const tenantId = tenant === undefined ? undefined : await resolveTenant({ tenant, environment }, context);
  const closeUnused = connectToArmEarly(environment, requestsAfterToken, context);
  try {
    const signedIn = await signIn(tenantId);
    const confirmKept = await signInsOf(services).keep(signedIn, tokens, signal);
    const configured =
      parameters.Subscription === undefined
        ? await services.config.setting('DefaultSubscriptionForLogin')
        : undefined;
    const request: PlanRequest = {
      environment,
      tokens,
      tenantId,
      authScope,
      subscription: parameters.Subscription ?? (String(configured?.value ?? '') || undefined),
      configured,
      asksNobody: signedIn.isKept === true && 'AccountId' in parameters,
      skipLookup: 'SkipValidation' in parameters && parameters.SkipValidation,
      contextName: parameters.ContextName,
      populate: parameters.SkipContextPopulation === true ? 0 : (parameters.MaxContextPopulation ?? 25),
    };
    const [plan] = await alongside(
      (until) => planContexts(signedIn, request, { ...context, signal: until }),
      storeTokens(),
      signal,
    );
    return { plan, confirmKept };
  } finally {
    closeUnused();
  }
}

function refuseBoth(parameters: object): void {
  const given = parameters as { UseDeviceAuthentication?: boolean; UseBrowserAuthentication?: boolean };
  if (given.UseDeviceAuthentication === true && given.UseBrowserAuthentication === true) {
    throw new EngineError('InvalidArgument.ParameterSet', {
      facts: {
        reason: '-UseDeviceAuthentication and -UseBrowserAuthentication cannot be used together.',
        cmdlet: 'Connect-AzAccount',
      },
    });
  }
}

async function askForName(name: string | undefined, force: boolean, context: CmdletContext): Promise<void> {
  if (name === undefined || force) return;
  const { contexts } = await context.services.contexts.view();
  if (!contexts.some((candidate) => sameText(candidate.name, name))) return;
  if (await context.shouldContinue(`Replace the context '${name}'?`, 'Sign in')) return;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: name,
      parameter: 'ContextName',
      reason: 'A context with this name exists already.',
      accepted: 'an unused name, or -Force',
    },
  });
}

function authScopeOf(
  authScope: string | undefined,
  environment: Parameters<typeof resourceFor>[0],
): string | undefined {
  if (authScope === undefined) return undefined;
  return scopeOf(
    authScope.includes(':') ? checkResource('AuthScope', authScope) : resourceFor(environment, authScope),
  );
}

function reportChoice(plan: PlannedContexts, toPerson: boolean, { interaction }: CmdletContext): void {
  if (plan.found < 2) return;
  const name = plan.current.context.Subscription?.Name ?? '';
  const line = `Working in the subscription '${name}', one of ${plan.isComplete ? '' : 'more than '}${String(plan.isComplete ? plan.found : plan.found - 1)}. List all with Get-AzSubscription; change with Set-AzContext -Subscription <name or ID>.`;
  if (toPerson && !plan.asked) interaction.information(line);
  else interaction.verbose(line);
}
