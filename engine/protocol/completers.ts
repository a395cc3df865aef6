/** The kinds of values that a parameter is completed with: see engine/completion. */
export type CompleterName =
  | 'account'
  | 'application'
  | 'configTarget'
  | 'context'
  | 'environment'
  | 'person'
  | 'resource'
  | 'resourceOrShortName'
  | 'subscription'
  | 'subscriptionId'
  | 'subscriptionName'
  | 'tenant';
