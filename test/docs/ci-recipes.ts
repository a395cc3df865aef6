// The jobs in docs/ci, read as their service reads them: which variables and identity a job gets, and which programs it
// starts. Only what the service itself does is played: it fills in its own values and starts PowerShell or a shell.
import assert from 'node:assert/strict';
import { load, loadAll } from 'js-yaml';
import type { CiOptions, CiPlace, LocalCloud } from '../local-cloud/index.ts';
import { app, contoso } from '../support/wire-bench.ts';

/** A program that the service starts. */
export interface Step {
  readonly program: 'pwsh' | 'sh';
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

type Tree = Readonly<Record<string, unknown>>;

/** What the `pwsh` steps of GitHub and Azure Pipelines put before a script. */
const stopAtErrors = "$ErrorActionPreference = 'stop'\n";

/** For each file in docs/ci: returns the steps of its job. A job is refused by Entra ID if it is not trusted. */
export const jobs: Readonly<
  Record<string, (text: string, cloud: LocalCloud, options: CiOptions) => Promise<readonly Step[]>>
> = {
  'github-actions.yml': githubSteps,
  'azure-pipelines.yml': azurePipelinesSteps,
  'gitlab-ci.yml': gitlabSteps,
  Jenkinsfile: jenkinsSteps,
  'kubernetes.yml': kubernetesSteps,
};

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax */
async function githubSteps(text: string, cloud: LocalCloud, options: CiOptions): Promise<Step[]> {
  const workflow = load(text) as Tree;
  const job = at(workflow, 'jobs', 'deploy') as Tree;
  assert.equal(at(job, 'defaults', 'run', 'shell'), 'pwsh');
  const place = await cloud.ci.githubActions(options);
  // Without the permission there is no token.
  const identity = at(workflow, 'permissions', 'id-token') === 'write' ? place.variables : {};
  const values = {
    '${{ vars.AZURE_CLIENT_ID }}': place.clientId,
    '${{ vars.AZURE_TENANT_ID }}': place.tenantId,
  };
  const variables = { ...identity, ...filled(job.env as Tree, values) };
  return stepsOf(job.steps).flatMap(({ run, uses }) => {
    if (typeof run !== 'string') assert.match(String(uses), /^actions\/checkout@v\d+$/);
    return typeof run === 'string' ? [powerShell(stopAtErrors + run, variables)] : [];
  });
}

/** https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-cli-v2 */
async function azurePipelinesSteps(text: string, cloud: LocalCloud, options: CiOptions): Promise<Step[]> {
  const { variables } = await cloud.ci.azurePipelines(options);
  const { SYSTEM_ACCESSTOKEN: token = '', ...known } = variables;
  // Only a task with a service connection gets its variables.
  const own = Object.fromEntries(
    Object.entries(known).filter(([name]) => !name.startsWith('AZURESUBSCRIPTION_')),
  );
  return stepsOf((load(text) as Tree).steps).map((step) => {
    const env = filled((step.env ?? {}) as Tree, { '$(System.AccessToken)': token });
    if (typeof step.pwsh === 'string') return powerShell(stopAtErrors + step.pwsh, { ...own, ...env });
    assert.equal(step.task, 'AzureCLI@2');
    const inputs = step.inputs as Readonly<Record<string, string>>;
    assert.deepEqual([inputs.scriptType, inputs.scriptLocation], ['pscore', 'inlineScript']);
    const connected = inputs.azureSubscription === undefined ? own : known;
    return powerShell(stopAtErrors + (inputs.inlineScript ?? ''), { ...connected, ...env });
  });
}

/** https://docs.gitlab.com/ci/yaml/ */
async function gitlabSteps(text: string, cloud: LocalCloud, options: CiOptions): Promise<Step[]> {
  const job = (load(text) as Tree).deploy as Tree;
  const tokens = Object.entries(job.id_tokens as Readonly<Record<string, { readonly aud: string }>>);
  const [[variable, { aud: audience }] = ['', { aud: '' }]] = tokens;
  assert.equal(tokens.length, 1);
  const { variables } = await cloud.ci.gitlab({ ...options, variable, audience });
  const settings = { AZURE_CLIENT_ID: app.userName, AZURE_TENANT_ID: contoso };
  // The runner joins the commands to one script that ends at the first error.
  const script = (job.script as readonly string[]).join('\n');
  return [{ program: 'sh', args: ['-e', '-c', script], variables: { ...variables, ...settings } }];
}

/** https://www.jenkins.io/doc/book/pipeline/syntax/ */
async function jenkinsSteps(text: string, cloud: LocalCloud, options: CiOptions): Promise<Step[]> {
  const [, tenant = ''] = /AZURE_TENANT_ID = '([^']+)'/.exec(text) ?? [];
  const [, user = '', password = ''] =
    /usernameVariable: '(\w+)', passwordVariable: '(\w+)'/.exec(text) ?? [];
  const secret = options.isTrusted === false ? 'wrong' : app.secret;
  const variables = { AZURE_TENANT_ID: tenant, [user]: app.userName, [password]: secret };
  assert.ok(cloud.armUrl);
  // In single quotes Groovy puts no variable into the text, so no secret either.
  const scripts = [...text.matchAll(/\bpwsh (?:'''(.*?)'''|'([^'\n]+)')/gs)];
  const steps = scripts.map(([, long, short]) => powerShell(long ?? short ?? '', variables));
  return Promise.resolve(steps);
}

/** https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html */
async function kubernetesSteps(text: string, cloud: LocalCloud, options: CiOptions): Promise<Step[]> {
  const [account, job] = loadAll(text) as [Tree, Tree];
  const template = at(job, 'spec', 'template');
  const pod = at(template, 'spec') as Tree;
  assert.equal(pod.serviceAccountName, at(account, 'metadata', 'name'));
  assert.match(
    String(at(account, 'metadata', 'annotations', 'azure.workload.identity/client-id')),
    /^[\d-]+$/,
  );
  const serviceAccount = String(pod.serviceAccountName);
  const { variables } = await cloud.ci.kubernetes({ ...options, serviceAccount });
  const isPrepared = at(template, 'metadata', 'labels', 'azure.workload.identity/use') === 'true';
  const [container] = pod.containers as { command: string[]; args: string[] }[];
  const [program, ...args] = [...(container?.command ?? []), ...(container?.args ?? [])];
  assert.equal(program, 'pwsh');
  return [{ program: 'pwsh', args, variables: isPrepared ? variables : {} }];
}

function powerShell(script: string, variables: CiPlace['variables']): Step {
  return { program: 'pwsh', args: ['-NoProfile', '-NonInteractive', '-Command', script], variables };
}

/** Returns the variables with the service's expressions replaced. Any other expression fails the test. */
function filled(variables: Tree, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, given]) => {
      const value = values[String(given)] ?? String(given);
      assert.doesNotMatch(value, /\$[({]/);
      return [name, value];
    }),
  );
}

function stepsOf(steps: unknown): readonly Tree[] {
  return steps as readonly Tree[];
}

/** Returns what is at a path in a tree; undefined if there is nothing. */
function at(tree: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Tree | undefined)?.[key], tree);
}
