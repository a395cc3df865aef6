// Checks PowerShell, the engine, and how a user can sign in on this machine.
import { release } from 'node:os';
import { moduleVersion } from '../protocol/version.ts';
import { brokerFacts, loadBroker, whyNoBroker } from '../signin/person/broker.ts';
import { chooseFlow } from '../signin/choose-flow.ts';
import { isContainer, isWsl } from '../machine/surroundings.ts';
import { ok, skipped, warning, type Check } from './finding.ts';

export const powerShellCheck: Check = {
  name: 'PowerShell',
  run: ({ host }) => {
    const shell = `PowerShell ${host.version} (${host.edition})`;
    return host.interactive
      ? ok(`${shell}; it can ask the user.`)
      : ok(`${shell}; it cannot ask the user: ${host.notInteractiveReason}.`);
  },
};

export const engineCheck: Check = {
  name: 'Engine',
  run: () => {
    const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
    const found = `Az.LoginTs ${moduleVersion} on Node.js ${process.versions.node} ('${process.execPath}'), ${process.platform} ${process.arch} ${release()}, ${String(memory)} MiB.`;
    return ok(found);
  },
};

export const browserCheck: Check = {
  name: 'Way to sign in',
  run: ({ variables, interaction }) => {
    const { flow, why } = chooseFlow({
      platform: process.platform,
      environment: variables,
      isContainer: isContainer(),
      isWsl: isWsl(),
      useDeviceCode: false,
      useBrowser: false,
      canPrompt: interaction.canPrompt,
      hasDesktop: interaction.hasDesktop,
    });
    if (flow === 'browser') return ok('Connect-AzAccount opens the browser.');
    if (flow === 'device-code')
      return ok(`Connect-AzAccount shows a device code, since no browser can be opened: ${why ?? ''}.`);
    return warning(
      `A user cannot sign in here: ${interaction.cannotPromptReason}, and no browser can be opened: ${why ?? ''}.`,
      'Sign in with -Identity, -ServicePrincipal, or, if someone reads the output, -UseDeviceAuthentication.',
    );
  },
};

export const brokerCheck: Check = {
  name: 'Broker',
  run: async ({ environment, services, interaction, variables }) => {
    const { value: isOn, undo } = await services.config.setting('EnableLoginByWam');
    if (isOn !== true) {
      return skipped('Not used: EnableLoginByWam is off.');
    }
    const why = whyNoBroker(brokerFacts({ environment, interaction, variables }));
    const broker = why ?? (await loadBroker());
    if (typeof broker !== 'string') return ok('The broker can be used.');
    return warning(
      `The broker cannot be used: ${broker}. The browser is used instead.`,
      `To turn the broker off, ${undo}.`,
    );
  },
};
