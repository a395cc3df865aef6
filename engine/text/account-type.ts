export type AccountType =
  'User' | 'ServicePrincipal' | 'ClientAssertion' | 'ManagedService' | 'AccessToken' | 'Certificate';
