import { outputTypes } from '../contexts/context-output.ts';
import type { TypedObject } from '../protocol/values.ts';
import type { ResourceGroup } from '../rest/resource-groups.ts';

/** The group for the pipeline: what Get-AzDefault and Set-AzDefault give in Az.Accounts. */
export function toResourceGroupOutput(group: ResourceGroup): TypedObject {
  return {
    $type: outputTypes.resourceGroup,
    Id: group.id,
    Name: group.name,
    Properties: {
      $type: 'Microsoft.Azure.Management.Internal.Resources.Models.ResourceGroupProperties',
      ProvisioningState: group.properties?.provisioningState ?? null,
    },
    Location: group.location,
    ManagedBy: group.managedBy ?? null,
    Tags: group.tags ?? null,
  };
}
