import { errorCauses } from '../../engine/errors/error-causes.ts';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';

/** The table of all error ids, in Markdown. */
export function emitErrorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([id, { category, message, action }]) =>
      `| \`${id}\` | ${category} | ${cell(message)} | ${cell(errorCauses[id as CatalogueId])} | ${cell(action)} |`,
  );
  return `<!-- Written by "npm run build" from engine/errors/catalogue.ts. Change the catalogue, not this page. -->

# Errors

Every failure has a stable id. \`$_.FullyQualifiedErrorId\` is \`<id>,<cmdlet>\`, so compare with \`-like '<id>,*'\`. The facts stand in \`$_.Exception.Data\` under keys that begin with \`AzLoginTs.\`; what to do next is in \`$_.ErrorDetails.RecommendedAction\`. Words in braces are filled in. \`Resolve-AzError -Last\` shows all of it for the newest error. An error of Entra ID that has no entry of its own has the id \`Authentication.AADSTS<number>\`.

| id | category | what it says | why | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
