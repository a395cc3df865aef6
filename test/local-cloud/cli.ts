// `npm run local-cloud`: a cloud for trying out login scripts, until Ctrl+C.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { azureClouds, type AzureCloudName } from './clouds.ts';
import { placeNames, startPlace, type PlaceKind } from './cli-places.ts';
import { membershipsOf, type CloudData } from './data.ts';
import { faultKinds } from './faults.ts';
import { startLocalCloud, type LocalCloud } from './start.ts';

const usage = `Usage: npm run local-cloud -- [options]
  --folder <path>         where the certificate authority is kept (default: ~/.az-logints-local-cloud)
  --login-port <number>   port of the sign-in host (default: a free one)
  --arm-port <number>     port of the resource manager (default: a free one)
  --tenants <number>      adds generated tenants
  --subscriptions <number> adds generated subscriptions
  --latency <ms>          delays every answer
  --azure <name>          goes by the real names of a cloud, through its own proxy:
                          ${Object.keys(azureClouds).join(', ')}
  --identity <place>      starts a managed identity's endpoint and shows its variables, may be repeated:
                          ${placeNames('identity').join(', ')}
  --ci <place>            starts an issuer of federated identities and shows its variables, may be repeated:
                          ${placeNames('ci').join(', ')}
  --help                  shows this`;

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(homedir(), '.az-logints-local-cloud') },
    'login-port': { type: 'string', default: '0' },
    'arm-port': { type: 'string', default: '0' },
    tenants: { type: 'string', default: '0' },
    subscriptions: { type: 'string', default: '0' },
    latency: { type: 'string', default: '0' },
    azure: { type: 'string' },
    identity: { type: 'string', multiple: true, default: [] },
    ci: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run();

async function run(): Promise<void> {
  mkdirSync(values.folder, { recursive: true, mode: 0o700 });
  const scale = { tenants: whole('tenants'), subscriptions: whole('subscriptions') };
  const cloud = await startLocalCloud({
    folder: values.folder,
    latencyMs: whole('latency'),
    ports: { login: whole('login-port'), arm: whole('arm-port') },
    ...azureName(values.azure),
    ...(scale.tenants + scale.subscriptions === 0 ? {} : { scale }),
  });
  console.log(describe(cloud, await startPlaces(cloud)));
  const stop = (): void => {
    void cloud.stop().then(() => {
      console.log('The local cloud has stopped.');
      process.exit(0);
    });
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** The lines that set the variables of every requested endpoint and issuer. */
async function startPlaces(cloud: LocalCloud): Promise<string> {
  const wanted: [PlaceKind, string][] = [
    ...values.identity.map((name): [PlaceKind, string] => ['identity', name]),
    ...values.ci.map((name): [PlaceKind, string] => ['ci', name]),
  ];
  try {
    const texts = await Promise.all(wanted.map(([kind, name]) => startPlace(cloud, kind, name)));
    return texts.map((text) => `${text}\n\n`).join('');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    await cloud.stop();
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

function azureName(name: string | undefined): { readonly azure?: AzureCloudName } {
  if (name === undefined) return {};
  const azure = (Object.keys(azureClouds) as AzureCloudName[]).find((one) => one === name);
  if (azure !== undefined) return { azure };
  console.error(`--azure takes the name of a cloud, not '${name}'.\n${usage}`);
  process.exit(2);
}

function whole(name: 'login-port' | 'arm-port' | 'tenants' | 'subscriptions' | 'latency'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} takes a whole number, not '${values[name]}'.\n${usage}`);
  process.exit(2);
}

function describe(cloud: LocalCloud, places: string): string {
  return `The local cloud is running.
  Sign-in            ${cloud.loginUrl}/
  Resource manager   ${cloud.armUrl}/
  Device login       ${cloud.loginUrl}/devicelogin
  CA certificate     ${cloud.caFile}

In PowerShell:
  $env:AZ_LOGINTS_CA_FILE = '${cloud.caFile}'
${describeWay(cloud)}

${places}${describePeople(cloud.data)}

Things can be made to go wrong (${faultKinds.join(', ')}):
  curl --cacert '${cloud.caFile}' -H 'content-type: application/json' \\
    -d '{"kind":"throttle","path":"/subscriptions","retryAfterSeconds":2,"times":1}' ${cloud.armUrl}/_local-cloud/faults

Press Ctrl+C to stop.`;
}

/** How PowerShell reaches the cloud: as an added environment, or through the proxy of a cloud with Azure's names. */
function describeWay({ armUrl, proxyUrl, profile }: LocalCloud): string {
  const lines =
    proxyUrl === undefined
      ? ['Import-Module Az.LoginTs', `Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${armUrl}/`]
      : [`$env:HTTPS_PROXY = '${proxyUrl}'`, 'Import-Module Az.LoginTs'];
  return [...lines, `Connect-AzAccount -Environment ${profile.name}`].map((line) => `  ${line}`).join('\n');
}

function describePeople(data: CloudData): string {
  const people = data.users.map((user) => {
    const tenants = membershipsOf(data, user).map(({ tenant }) => tenant.domains[0] ?? tenant.id);
    const more = tenants.length > 5 ? ` and ${String(tenants.length - 5)} more` : '';
    const code = user.mfaCode === undefined ? '' : `, code ${user.mfaCode}`;
    const disabled = user.disabled === true ? ' (disabled)' : '';
    return `  ${user.userName.padEnd(26)} ${user.password}${code}${disabled}: ${tenants.slice(0, 5).join(', ')}${more}`;
  });
  const apps = data.apps
    .filter(({ secrets }) => secrets !== undefined)
    .map(
      (app) =>
        `  ${app.displayName.padEnd(26)} ${app.clientId}, secret ${app.secrets?.[0]?.value ?? '(none)'}: ${app.homeTenant ?? ''}`,
    );
  return `People and their passwords:\n${people.join('\n')}\nApps:\n${apps.join('\n')}`;
}
