import { errorCatalogue } from '../../engine/errors/catalogue.ts';
import { quoteSingle } from './powershell-syntax.ts';

/**
 * The first thing that the module does: where PowerShell is limited (AppLocker, App Control), one error in place of
 * one for each line that may not run. A copy that the policy trusts runs in full language, whatever the session does.
 * Only what the limited modes allow can be used here: no method, no type of ours.
 */
export function emitLanguageGuard(): string {
  const { message, action, category } = errorCatalogue['Engine.LanguageMode'];
  return `if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    $message = ${quoteSingle(`${message} ${action}`)} -replace '\{mode\}', $ExecutionContext.SessionState.LanguageMode
    try { Write-Error -Message $message -ErrorId 'Engine.LanguageMode' -Category ${category} -RecommendedAction ${quoteSingle(action)} -ErrorAction Stop } catch { throw $_ }
}`;
}
