import { declareDataCollection, setDataCollection } from './data-collection.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';

export const cmdlet = defineCmdlet(
  declareDataCollection({
    verb: 'Disable',
    synopsis: 'Forbids other Az modules to send usage data.',
    description:
      'Sets the key EnableDataCollection to $false for this user, which the Az modules of Microsoft follow. Az.LoginTs itself sends no data, whatever the key says.',
    remarks: 'The same as Update-AzConfig -EnableDataCollection $false.',
  }),
  setDataCollection(false),
);
