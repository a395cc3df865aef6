import { errorCatalogue } from '../../engine/errors/catalogue.ts';
import { quoteSingle } from './powershell-syntax.ts';

/**
 * Returns the first lines of the module: if AppLocker or App Control limits PowerShell, one error replaces one for each
 * line that is not allowed to run. A copy of the module that the policy trusts runs in full language mode even in a
 * limited session. The lines use only what the limited modes allow: no methods, no types of ours. FullLanguage is 0, and
 * a comparison would take PowerShell three times as long to compile.
 */
export function emitLanguageGuard(): string {
  const { message, action, category } = errorCatalogue['Engine.LanguageMode'];
  return `if ($ExecutionContext.SessionState.LanguageMode) {
    $message = ${quoteSingle(`${message} ${action}`)} -replace '\{mode\}', $ExecutionContext.SessionState.LanguageMode
    try { Write-Error -Message $message -ErrorId 'Engine.LanguageMode' -Category ${category} -RecommendedAction ${quoteSingle(action)} -ErrorAction Stop } catch { throw $_ }
}`;
}
