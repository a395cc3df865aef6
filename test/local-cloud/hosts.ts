/** The services of the local cloud, as recorded requests and faults name them. */
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
