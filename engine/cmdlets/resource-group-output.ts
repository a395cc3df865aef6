import { outputTypes } from '../contexts/context-output.ts';
import { textsIn } from '../protocol/shapes.ts';
import { OutgoingDictionary, type TypedObject } from '../protocol/values.ts';
import type { ResourceGroup } from '../rest/resource-groups.ts';

/** Returns the group as an output object, with the properties that Az.Accounts returns from Get- and Set-AzDefault. */
export function toResourceGroupOutput(group: ResourceGroup): TypedObject {
  const tags = textsIn(group.tags);
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
    Tags: tags === undefined ? null : new OutgoingDictionary(tags),
  };
}
