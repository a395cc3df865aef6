/** The services of the local cloud, by their names in recorded requests and faults. */
export type HostName =
  | 'login'
  | 'arm'
  | 'graph'
  | 'imds'
  | 'app-service'
  | 'azure-arc'
  | 'cloud-shell'
  | 'service-fabric'
  | 'machine-learning'
  | 'github-actions'
  | 'azure-pipelines'
  | 'kubernetes'
  | 'token-proxy'
  | 'gitlab';
