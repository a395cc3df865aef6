// A real keyring that is locked, missing, asks for its password, or restarts while it contains tokens.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBusBetween } from '../support/bus-between.ts';
import { streamText, type CallError, type CallOptions, type CallResult } from '../support/engine-process.ts';
import { startKeyringSession, type KeyringSession } from '../support/keyring-session.ts';
import { soon } from '../support/soon.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const bench = wireBench();
let folder: string;
let keyring: KeyringSession;
/** The session bus of the calls: the keyring's, unless a test sets another. */
let busAddress: string;

async function startKeyring(this: Mocha.Context): Promise<void> {
  if (process.platform !== 'linux') this.skip();
  folder = await mkdtemp(join(tmpdir(), 'keyrings-'));
  keyring = await startKeyringSession(folder);
  ({ busAddress } = keyring);
}

async function stopKeyring(): Promise<void> {
  await keyring.stop();
  await rm(folder, { recursive: true, force: true });
}

const call = (
  cmdlet: string,
  parameters: object = {},
  options: CallOptions = {},
  engine = bench.engine,
): Promise<CallResult> =>
  soon(() =>
    engine.call(cmdlet, parameters, { ...options, environment: { DBUS_SESSION_BUS_ADDRESS: busAddress } }),
  );
const connect = (): Promise<CallResult> =>
  call(
    'Connect-AzAccount',
    {
      Environment: 'LocalCloud',
      ServicePrincipal: true,
      Tenant: contoso,
      Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
    },
    { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] },
  );
const token = async (engine = bench.engine): Promise<string> =>
  (await call('Get-AzAccessToken', {}, {}, engine)).secrets[0] ?? '';
/** Gets a token for a service that has no cached token, which requires the application's secret. */
const newToken = async (): Promise<string> => {
  const vault = { ResourceUrl: 'https://vault.azure.net' };
  return (await call('Get-AzAccessToken', vault, { parameterSet: 'ResourceUrl' })).secrets[0] ?? '';
};
const failure = (work: Promise<unknown>): Promise<CallError> =>
  work.then(
    () => assert.fail('It works.'),
    (error: unknown) => error as CallError,
  );
const asLocked = async (work: Promise<unknown>): Promise<void> => {
  const { data, message } = await failure(work);
  assert.equal(data.id, 'NotSignedIn.Keyring', message);
  assert.match(message, /the keyring is locked/);
  assert.match(String(data.action), /^Unlock the keyring, or .*, and try again; .* Run Connect-AzAccount/);
};
/** The token and secret files in clear text; an empty file only says that there is something in a keyring. */
const inClear = async (): Promise<string[]> => {
  const folder = join(bench.home, '.IdentityService');
  const names = await readdir(folder).catch((): string[] => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return names.filter((_, index) => sizes[index] !== 0);
};

describe('a keyring that asks for its password when nobody can answer', () => {
  beforeEach(startKeyring);
  afterEach(stopKeyring);

  it('is not waited for: a sign-in is stored in files, with a warning that contains the reason', async () => {
    keyring.lock();
    const { messages } = await connect();
    assert.match(
      streamText(messages, 'warning'),
      /not encrypted, in '.+': the keyring is locked\. To refuse/,
    );
    assert.match(await token(), /^eyJ/);
    assert.deepEqual((await inClear()).sort(), ['keystore.cache.logints', 'msal.cache.cae']);
  });

  it('is not replaced by a file if plain-text files are refused, and the error says that it is locked', async () => {
    keyring.lock();
    await call('Update-AzConfig', { DisablePlaintextTokenCache: true });
    const { data, message } = await failure(connect());
    assert.equal(data.id, 'Storage.Plaintext');
    assert.match(message, /the keyring is locked/);
    assert.deepEqual(await inClear(), []);
  });

  it('is named in the error if it contains the sign-in, and is used again once it is open', async () => {
    await connect();
    const before = await token();
    keyring.lock();
    await asLocked(token());
    await asLocked(newToken());
    await asLocked(token(await bench.startEngine()));
    assert.deepEqual(await inClear(), []);
    keyring.restart();
    assert.equal(await token(), before);
    assert.match(await newToken(), /^eyJ/);
    assert.deepEqual(await inClear(), []);
  });

  it('keeps what a sign-out cannot delete, with a warning; Clear-AzContext deletes it later', async () => {
    await connect();
    keyring.lock();
    const { messages } = await call('Disconnect-AzAccount', {}, { parameterSet: 'ContextName' });
    assert.match(
      streamText(messages, 'warning'),
      /in the keyring could not be removed: the keyring is locked\. Once it is open, run/,
    );
    keyring.restart();
    const { messages: later } = await call('Clear-AzContext', { Force: true });
    assert.doesNotMatch(streamText(later, 'warning'), /keyring/);
    // An old context has no tokens left to sign in with.
    await connect();
    const contexts = await readFile(join(bench.home, 'AzureRmContext.json'));
    await call('Clear-AzContext', { Force: true });
    await writeFile(join(bench.home, 'AzureRmContext.json'), contexts);
    assert.equal((await failure(token())).data.id, 'NotSignedIn.Expired');
  });
});

describe('a keyring that restarts while it contains tokens', () => {
  beforeEach(startKeyring);
  afterEach(stopKeyring);

  it('is locked after the restart, and the error says so', async () => {
    await connect();
    keyring.kill();
    await asLocked(token());
    keyring.restart();
    assert.match(await token(), /^eyJ/);
  });

  it('causes no error if it opens without a password, between two calls or during one', async () => {
    await keyring.useKeyringWithoutPassword();
    const between = await startBusBetween(folder, keyring.busAddress);
    ({ busAddress } = between);
    await connect();
    const before = await token();
    keyring.kill();
    assert.equal(await token(), before);
    keyring.freeze();
    const asked = between.nextSent();
    const during = token();
    await asked;
    keyring.kill();
    assert.equal(await during, before);
    assert.deepEqual(await inClear(), []);
    between.stop();
  });

  it('is named in the error of a call during which the session ends', async () => {
    const between = await startBusBetween(folder, keyring.busAddress);
    ({ busAddress } = between);
    await connect();
    keyring.freeze();
    const asked = between.nextSent();
    const during = failure(token());
    await asked;
    between.stop();
    keyring.kill();
    const { data, message } = await during;
    assert.equal(data.id, 'NotSignedIn.Keyring', message);
    assert.match(message, /the session bus cannot be reached, so there is no keyring/);
    assert.deepEqual(await inClear(), []);
  });
});

describe('a keyring that the session does not have', () => {
  beforeEach(startKeyring);
  afterEach(stopKeyring);

  const asAbsent = async (work: Promise<unknown>): Promise<void> => {
    const { data, message } = await failure(work);
    assert.equal(data.id, 'NotSignedIn.Keyring', message);
    assert.match(message, /cannot be read: the session bus cannot be reached, so there is no keyring\./);
  };

  it('is named in the error of a person or application whose sign-in is in it', async () => {
    const codeWith = (): Promise<CallResult> =>
      call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso },
        bench.personWithCode(),
      );
    for (const signIn of [connect, codeWith]) {
      ({ busAddress } = keyring);
      await signIn();
      const before = await token();
      busAddress = 'unix:path=/nowhere';
      await asAbsent(token(await bench.startEngine()));
      await asAbsent(newToken());
      ({ busAddress } = keyring);
      assert.equal(await token(), before);
    }
    assert.deepEqual(await inClear(), []);
  });

  it('is named in a warning of a sign-out, and in none if the tokens were in files', async () => {
    await connect();
    busAddress = 'unix:path=/nowhere';
    const disconnect = async (): Promise<string> =>
      streamText(
        (await call('Disconnect-AzAccount', {}, { parameterSet: 'ContextName' })).messages,
        'warning',
      );
    assert.match(
      await disconnect(),
      /^Tokens and secrets that may be in the keyring could not be removed: the session bus cannot be reached/m,
    );
    await connect();
    assert.doesNotMatch(await disconnect(), /keyring/);
    const { messages } = await call('Clear-AzContext', { Force: true });
    assert.doesNotMatch(streamText(messages, 'warning'), /keyring/);
  });
});

describe('a session bus without a keyring', () => {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('causes tokens to be stored in files, with a warning that contains the reason', async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyrings-'));
    const config = join(folder, 'bus.conf');
    await writeFile(
      config,
      `<busconfig><type>session</type><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>
       <policy context="default">
       <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    [busAddress] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
    const { messages } = await connect();
    assert.match(
      streamText(messages, 'warning'),
      /not encrypted, in '.+': no keyring runs in this session\. To refuse/,
    );
    assert.match(await token(), /^eyJ/);
    const gone = once(bus, 'exit');
    bus.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  });
});
