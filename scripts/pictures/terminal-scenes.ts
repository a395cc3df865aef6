// The scenes of the terminal pictures: a sign-in with a device code, the picker, contexts and an error.
import { approveDeviceCode } from '../../test/local-cloud/index.ts';
import type { Cell } from '../../test/support/index.ts';
import { Laptop } from '../working-day/laptop.ts';
import { Scene } from '../working-day/scene.ts';

export interface TerminalScene {
  readonly name: string;
  /** The text alternative of the picture. */
  readonly title: string;
  readonly lines: readonly (readonly Cell[])[];
}

/** Wide enough that the sentence of a device code breaks before the code and no table is cut. */
export const pictureColumns = 102;
const alex = { username: 'alex@contoso.example', password: 'fake-password-of-alex' };

/** Plays the scenes. The module must be built. */
export async function playTerminalScenes(): Promise<TerminalScene[]> {
  const scene = await Scene.open();
  try {
    const laptop = await Laptop.open(scene, pictureColumns);
    try {
      return await play(scene, laptop);
    } finally {
      await laptop.close();
    }
  } finally {
    await scene.close();
  }
}

async function play(scene: Scene, laptop: Laptop): Promise<TerminalScene[]> {
  const { terminal } = laptop;
  await laptop.run('Import-Module Az.LoginTs');
  await laptop.run(`$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${scene.cloud.armUrl}`);
  await laptop.run("$PSDefaultParameterValues['Connect-AzAccount:Environment'] = 'LocalCloud'");

  const first = terminal.cursorLine;
  await laptop.type('Connect-AzAccount -UseDeviceAuthentication');
  const shown = (): string => terminal.linesFrom(first).join('\n');
  // The bar is drawn before the QR code, and again below it.
  await terminal.waitUntil(() => /█[^]*Waiting for the device code/.test(shown()), 'the device code');
  const code = /enter the code (\S+)/.exec(shown())?.[1] ?? '';
  const waiting = terminal.cellsFrom(first);
  const picker = terminal.cursorLine;
  await approveDeviceCode(scene.cloud, code, alex);
  await laptop.finish([{ to: /^Number, part of a name, or Enter for .*: $/, type: 'staging' }]);
  const picked = terminal.cellsFrom(picker).slice(0, -1);

  const contexts = terminal.cursorLine;
  await laptop.run('Get-AzContext -ListAvailable');
  await laptop.run("$null = Set-AzContext -Subscription 'Fabrikam Research'");
  await laptop.run('(Get-AzContext).Subscription.Name');
  const switched = terminal.cellsFrom(contexts).slice(0, -1);

  const last = terminal.cursorLine;
  await laptop.run('Get-AzSubscription -TenantId contoso.example');
  await laptop.run("Set-AzContext -Subscription 'Contoso Prodction' -Tenant contoso.example");
  return [
    {
      name: 'device-code',
      title: 'A sign-in waits for a device code, shown beside a QR code',
      lines: waiting,
    },
    { name: 'picker', title: 'The picker of subscriptions, and the context that was chosen', lines: picked },
    { name: 'contexts', title: 'The contexts of the sign-in, and a switch to another', lines: switched },
    {
      name: 'error',
      title: 'A list of subscriptions, and an error',
      lines: terminal.cellsFrom(last).slice(0, -1),
    },
  ];
}
