import type { Site } from '../site.ts';
import { openAppService } from './app-service.ts';
import { openAzureArc, type AzureArcOptions } from './azure-arc.ts';
import { openCloudShell, type CloudShellOptions } from './cloud-shell.ts';
import { openImds } from './imds.ts';
import { openMachineLearning } from './machine-learning.ts';
import type { Place, PlaceOptions } from './place.ts';
import { openServiceFabric } from './service-fabric.ts';

/**
 * Hosts in which a process can have a managed identity. Each call starts another endpoint, which stops with the
 * cloud.
 */
export class IdentityPlaces {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** A virtual machine. */
  imds(options: PlaceOptions = {}): Promise<Place> {
    return openImds(this.#site, options);
  }

  /** App Service, Functions. */
  appService(options: PlaceOptions = {}): Promise<Place> {
    return openAppService(this.#site, options);
  }

  azureArc(options: AzureArcOptions = {}): Promise<Place> {
    return openAzureArc(this.#site, options);
  }

  cloudShell(options: CloudShellOptions = {}): Promise<Place> {
    return openCloudShell(this.#site, options);
  }

  serviceFabric(options: PlaceOptions = {}): Promise<Place> {
    return openServiceFabric(this.#site, options);
  }

  machineLearning(options: PlaceOptions = {}): Promise<Place> {
    return openMachineLearning(this.#site, options);
  }
}
