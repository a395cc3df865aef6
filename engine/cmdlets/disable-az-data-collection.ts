import { declareDataCollection, setDataCollection } from './data-collection.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';

export const cmdlet = defineCmdlet(
  declareDataCollection({
    verb: 'Disable',
    synopsis: 'Stops other Az modules from sending usage data.',
    description:
      "Sets the key EnableDataCollection to $false for this user. Microsoft's Az modules follow it. Az.LoginTs itself never sends data.",
    remarks: 'The same as Update-AzConfig -EnableDataCollection $false.',
  }),
  setDataCollection(false),
);
