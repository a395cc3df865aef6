import type { Readable } from 'node:stream';
import { approveDeviceCode, type LocalCloud } from '../test/local-cloud/index.ts';

/** Prints the demo's output and plays its person: enters the device code when it appears. */
export function playPerson(output: Readable, cloud: LocalCloud): void {
  let seen = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    seen += text;
    const code = /enter the code (\S+) to authenticate/.exec(seen)?.[1];
    if (code === undefined) return;
    seen = '';
    console.log(`  (the demo's person opens the page and enters ${code} as alex@contoso.example)`);
    const alex = cloud.data.users.find(({ userName }) => userName === 'alex@contoso.example');
    approveDeviceCode(cloud, code, {
      username: 'alex@contoso.example',
      password: alex?.password ?? '',
    }).catch((error: unknown) => {
      console.error(`The demo's person could not sign in: ${String(error)}`);
      process.exit(1);
    });
  });
}
