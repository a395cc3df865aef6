export const identityIdTypes = ['System', 'ClientId', 'ObjectId', 'ResourceId'] as const;

export type IdentityIdType = (typeof identityIdTypes)[number];

export interface ManagedIdentity {
  /** Client ID, object ID or resource ID of a user-assigned identity; otherwise `systemAssignedId`. */
  readonly id: string;
  readonly idType: IdentityIdType;
}
