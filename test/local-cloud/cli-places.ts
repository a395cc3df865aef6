// The identity endpoints and issuers that `npm run local-cloud` can start, by the names that its options accept.
import type { LocalCloud } from './start.ts';

type Start = (cloud: LocalCloud) => Promise<{ readonly variables: Readonly<Record<string, string>> }>;

const identities: Readonly<Record<string, Start>> = {
  imds: ({ identity }) => identity.imds(),
  'app-service': ({ identity }) => identity.appService(),
  'azure-arc': ({ identity }) => identity.azureArc(),
  'cloud-shell': ({ identity }) => identity.cloudShell(),
  'service-fabric': ({ identity }) => identity.serviceFabric(),
  'machine-learning': ({ identity }) => identity.machineLearning(),
};

const issuers: Readonly<Record<string, Start>> = {
  'github-actions': ({ ci }) => ci.githubActions(),
  'azure-pipelines': ({ ci }) => ci.azurePipelines(),
  kubernetes: ({ ci }) => ci.kubernetes(),
  gitlab: ({ ci }) => ci.gitlab(),
};

const kinds = { identity: identities, ci: issuers };
export type PlaceKind = keyof typeof kinds;

export function placeNames(kind: PlaceKind): string[] {
  return Object.keys(kinds[kind]);
}

/** Starts one and returns the PowerShell lines that set its variables. Throws RangeError for an unknown name. */
export async function startPlace(cloud: LocalCloud, kind: PlaceKind, name: string): Promise<string> {
  const start = kinds[kind][name];
  if (start === undefined) {
    throw new RangeError(`--${kind} takes ${placeNames(kind).join(', ')}, not '${name}'.`);
  }
  const { variables } = await start(cloud);
  const lines = Object.entries(variables).map(
    ([variable, value]) => `  $env:${variable} = '${value.replaceAll("'", "''")}'`,
  );
  return `As in ${name}:\n${lines.join('\n')}`;
}
