import { declareDataCollection, setDataCollection } from './data-collection.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';

export const cmdlet = defineCmdlet(
  declareDataCollection({
    verb: 'Enable',
    synopsis: 'Lets other Az modules send usage data.',
    description:
      "Sets the key EnableDataCollection to $true for this user. Microsoft's Az modules follow it. Az.LoginTs itself never sends data.",
    remarks: 'The same as Update-AzConfig -EnableDataCollection $true.',
  }),
  setDataCollection(true),
);
