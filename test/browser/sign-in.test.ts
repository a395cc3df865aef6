import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { launchChromium } from '../support/chromium.ts';
import { EngineProcess, type CallError, type CallResult } from '../support/engine-process.ts';

const handOver = fileURLToPath(new URL('../support/hand-over-address.mjs', import.meta.url));

describe('signing in with Chromium', () => {
  let browser: Browser;
  let cloud: LocalCloud;
  let home: string;
  let engine: EngineProcess;
  let page: Page;

  before(async () => {
    browser = await launchChromium([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ]);
  });

  after(() => browser.close());

  beforeEach(async () => {
    cloud = await startLocalCloud();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const opener = `"${process.execPath}" "${handOver}" "${join(home, 'address')}" %s`;
    engine = new EngineProcess({ AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile, BROWSER: opener });
    await engine.initialize();
    await engine.call(
      'Add-AzEnvironment',
      { Name: 'LocalCloud', ARMEndpoint: cloud.armUrl },
      { parameterSet: 'ARMEndpoint' },
    );
    page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  });

  afterEach(async () => {
    await page.context().close();
    await engine.stop();
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  /** Starts a sign-in and opens in Chromium the address that the engine asks the system to open. */
  async function begin(): Promise<{ done: Promise<CallResult> }> {
    const done = engine.call('Connect-AzAccount', { Environment: 'LocalCloud', Tenant: 'contoso.example' });
    done.catch(() => undefined);
    const address = join(home, 'address');
    for (;;) {
      const url = await readFile(address, 'utf8').catch(() => undefined);
      if (url !== undefined) {
        await page.goto(url);
        return { done };
      }
      await delay(20);
    }
  }

  it('works with the keyboard alone, and the last page says that it worked and can be closed', async () => {
    const { done } = await begin();
    // The page focuses its field by itself, a moment after it has loaded.
    await page.waitForSelector('input:focus');
    await page.keyboard.type('alex@contoso.example');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#password:focus');
    await page.keyboard.type('fake-password-of-alex');
    await page.keyboard.press('Enter');
    await page.waitForURL(/^http:\/\/localhost:\d+\//);
    assert.equal(await page.textContent('h1'), 'You are signed in');
    assert.match((await page.textContent('p')) ?? '', /close this page and return to PowerShell/);
    const { outputs } = await done;
    assert.equal((outputs[0]?.Context as { Account: { Id: string } }).Account.Id, 'alex@contoso.example');
  });

  it('reports on the page and in the error that the person declined', async () => {
    const { done } = await begin();
    await page.click('#cancel');
    await page.waitForURL(/^http:\/\/localhost:\d+\//);
    assert.equal(await page.textContent('h1'), 'The sign-in was declined');
    await assert.rejects(done, (error: CallError) => error.data.id === 'Authentication.Denied');
  });

  it('answers a forged redirect with a page that shows and loads nothing from it, and keeps waiting', async () => {
    const { done } = await begin();
    const redirect =
      new URL(page.url()).searchParams.get('redirect_uri') ??
      new URL(await readFile(join(home, 'address'), 'utf8')).searchParams.get('redirect_uri') ??
      '';
    const response = await page.goto(`${redirect}/?error=<script>alert(1)</script>&state=x`);
    assert.match(response?.headers()['content-security-policy'] ?? '', /default-src 'none'/);
    assert.doesNotMatch(await page.content(), /alert/);
    await page.goto(await readFile(join(home, 'address'), 'utf8'));
    await page.click('#cancel');
    await assert.rejects(done, (error: CallError) => error.data.id === 'Authentication.Denied');
  });
});
