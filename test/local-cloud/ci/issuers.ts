import type { Site } from '../site.ts';
import { openAzurePipelines } from './azure-pipelines.ts';
import { openGitHubActions, type GitHubActionsOptions } from './github-actions.ts';
import { openGitLab, type GitLabOptions } from './gitlab.ts';
import { openIdentityBinding, type IdentityBindingPlace } from './identity-binding.ts';
import { openKubernetes, type KubernetesOptions, type KubernetesPlace } from './kubernetes.ts';
import type { CiOptions, CiPlace } from './place.ts';

/**
 * CI jobs and pods in which a process can have a federated identity. Each call starts another issuer, which stops
 * with the cloud, and gives the app a credential that trusts it.
 */
export class CiIssuers {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  githubActions(options: GitHubActionsOptions = {}): Promise<CiPlace> {
    return openGitHubActions(this.#site, options);
  }

  azurePipelines(options: CiOptions = {}): Promise<CiPlace> {
    return openAzurePipelines(this.#site, options);
  }

  kubernetes(options: KubernetesOptions = {}): Promise<KubernetesPlace> {
    return openKubernetes(this.#site, options);
  }

  identityBinding(options: KubernetesOptions = {}): Promise<IdentityBindingPlace> {
    return openIdentityBinding(this.#site, options);
  }

  gitlab(options: GitLabOptions = {}): Promise<CiPlace> {
    return openGitLab(this.#site, options);
  }
}
