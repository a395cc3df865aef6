export const identityIdTypes = ['System', 'ClientId', 'ObjectId', 'ResourceId'] as const;

export type IdentityIdType = (typeof identityIdTypes)[number];

export interface ManagedIdentity {
  /** Client ID, object ID or resource ID of one that is user-assigned; else the name of the machine's own. */
  readonly id: string;
  readonly idType: IdentityIdType;
}
