import { errorCauses } from '../../engine/errors/error-causes.ts';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';

/** Returns the page with the table of all error ids, in Markdown. */
export function emitErrorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([id, { category, message, action }]) =>
      `| \`${id}\` | ${category} | ${cell(message)} | ${cell(errorCauses[id as CatalogueId])} | ${cell(action)} |`,
  );
  return `<!-- Written by "npm run build" from engine/errors/catalogue. Change the catalogue, not this page. -->

# Errors

Every error has a stable id. \`Resolve-AzError -Last\` shows everything about the newest error.

In a script, \`$_.FullyQualifiedErrorId\` is \`<id>,<cmdlet>\`, so compare it with \`-like '<id>,*'\`. \`$_.Exception.Data\` has the facts, under keys that start with \`AzLoginTs.\`. \`$_.ErrorDetails.RecommendedAction\` says what to do next.

Words in braces are placeholders. An error of Entra ID without its own entry has the id \`Authentication.AADSTS<number>\`.

| id | category | message | cause | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
