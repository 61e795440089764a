// Tests the pages in headless Chromium; exits with 1 at the first failure.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , folder, playwright] = process.argv;
const { chromium } = await import(pathToFileURL(playwright));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };

/** Opens a page and records its console messages, errors and requests. */
async function open(name, { fragment = '', viewport = DESK, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => request.url().startsWith('file:') || complaints.push(`request: ${request.url()}`));
  await page.goto(pathToFileURL(`${folder}/${name}.html`) + fragment);
  return { page, complaints, close: () => context.close() };
}

const count = (page) => page.locator('#count').textContent();
const fragment = (page) => page.evaluate(() => location.hash);
const shot = (page, name) => page.screenshot({ path: `${folder}/${name}.png` });
const checks = [];
const check = (sentence, run) => checks.push([sentence, run]);

for (const name of ['full', 'five', 'three-hundred', 'none', 'hostile', 'both']) {
  check(`${name}: loads without a complaint or a request, and under 2 MB`, async () => {
    const size = statSync(`${folder}/${name}.html`).size;
    assert(size < 2_000_000, `${size} bytes`);
    const { page, complaints, close } = await open(name);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    assert.deepEqual(complaints, []);
    assert.notEqual(await page.title(), 'taken over');
    await shot(page, name);
    await close();
  });
  check(`${name}: fits a phone, in the dark, without scrolling sideways`, async () => {
    const { page, complaints, close } = await open(name, { viewport: PHONE, colorScheme: 'dark' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= PHONE.width, `${width} wide`);
    assert.deepEqual(complaints, []);
    await shot(page, `${name}-phone-dark`);
    await close();
  });
}

check('HAR: a browser answers from it as the server did, and knows no other address', async () => {
  const { entries } = JSON.parse(readFileSync(`${folder}/five.har`, 'utf8')).log;
  const asked = (entry) => `${entry.request.method} ${entry.request.url}`;
  const times = new Map();
  for (const entry of entries) times.set(asked(entry), (times.get(asked(entry)) ?? 0) + 1);
  const entry = entries.find((own) => own.request.method === 'GET' && own.response.status === 404
    && own.response.content.text && !own.response.content.encoding && times.get(asked(own)) <= 2);
  const context = await browser.newContext();
  await context.routeFromHAR(`${folder}/five.har`, { notFound: 'abort' });
  const page = await context.newPage();
  const response = await page.goto(entry.request.url);
  assert.equal(response.status(), 404);
  assert.equal(await response.text(), entry.response.content.text);
  assert.equal(response.headers()['content-type'], 'application/json');
  await assert.rejects(page.goto(new URL('/no/such/thing', entry.request.url).href));
  await context.close();
});

check('a filter is in the address, and the address is a filter', async () => {
  const { page, complaints, close } = await open('five');
  assert.equal(await count(page), '1712 of 1712 cases');
  await page.selectOption('[name=suite]', 'messages');
  await page.fill('[name=q]', 'zero');
  assert.equal(await fragment(page), '#q=zero&suite=messages');
  assert.equal(await count(page), '1 of 1712 cases');
  await page.goto(page.url().replace('zero', 'one'));
  assert.equal(await page.inputValue('[name=q]'), 'one');
  await page.click('button[type=reset]');
  await page.waitForFunction(() => document.getElementById('count').textContent.startsWith('1712 of'));
  assert.equal(await fragment(page), '');
  await page.selectOption('[name=verdict]', 'not-green');
  assert.notEqual(await count(page), '1712 of 1712 cases');
  await page.locator('#cases').scrollIntoViewIfNeeded();
  await shot(page, 'only-failures');
  assert.deepEqual(complaints, []);
  await close();
});

check('a link to a case opens it, marks what is wrong, and the way back leads back', async () => {
  const { page, complaints, close } = await open('five', { fragment: '#case=messages%2Fzero' });
  const own = page.locator('details[data-case="messages/zero"]');
  assert(await own.evaluate((details) => details.open));
  assert((await own.locator('mark').allTextContents()).some((text) => text.includes('"error"')));
  assert(await own.locator('summary').evaluate((summary) => document.activeElement === summary));
  await shot(page, 'case');
  await page.goto(page.url().split('#')[0] + '#case=messages%2Fone');
  assert(await page.locator('details[data-case="messages/one"]').evaluate((details) => details.open));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('details[data-case="messages/zero"]').open);
  assert.deepEqual(complaints, []);
  await close();
});

check('a case that is not there is told', async () => {
  const { page, close } = await open('five', { fragment: '#case=nobody' });
  assert.match(await count(page), /there is no case nobody/);
  await close();
});

check('a row shows its operations by its actors', async () => {
  const { page, close } = await open('five', { fragment: '#row=20006' });
  assert.equal(await count(page), '8 of 1712 cases');
  assert.match(await page.locator('#row').textContent(), /message-get/);
  await page.locator('#row a').first().click();
  assert.match(await fragment(page), /actor=anonymous/);
  await shot(page, 'row');
  await close();
});

check('everything can be done with the keyboard', async () => {
  const { page, close } = await open('five');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'cases');
  await page.keyboard.press('Tab');
  await page.keyboard.type('messages/zero');
  assert.equal(await count(page), '1 of 1712 cases');
  const summary = page.locator('#list summary');
  for (let step = 0; step < 12 && !(await summary.evaluate((own) => own === document.activeElement)); step += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert(await page.locator('#list details').evaluate((details) => details.open));
  assert.match(await fragment(page), /case=messages%2Fzero/);
  await close();
});

check('a request can be copied', async () => {
  const { page, close } = await open('five');
  await page.locator('button.copy').first().click();
  await page.waitForFunction(() => document.getElementById('told').textContent !== '');
  await close();
});

check('markup from a server is shown as text, in a case that is open too', async () => {
  const { page, complaints, close } = await open('hostile');
  for (const summary of await page.locator('#list summary').all()) await summary.click();
  assert.equal(await page.locator('#list details[open]').count(), 40);
  assert.equal(await page.locator('img').count(), 0);
  assert.notEqual(await page.title(), 'taken over');
  assert.deepEqual(complaints, []);
  await close();
});

check('two runs stand side by side, and what differs can be asked for', async () => {
  const { page, close } = await open('both', { fragment: '#verdict=differs&case=messages%2Fzero' });
  assert.equal(await page.locator('details[data-case="messages/zero"] .sides > div').count(), 2);
  await shot(page, 'side-by-side');
  await close();
});

check('it prints, with every finding open', async () => {
  const { page, close } = await open('five');
  const pdf = await page.pdf({ path: `${folder}/five.pdf` });
  assert(pdf.length > 10_000);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.findings details:not([open])').count(), 0);
  await close();
});

check('what is wrong can be read without a script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(String(pathToFileURL(`${folder}/five.html`)));
  assert.equal(await page.locator('.findings > li').count(), 5);
  assert(await page.locator('noscript').isVisible());
  await context.close();
});

check('a full run is usable within a small multiple of an empty page', async () => {
  const time = async (name) => {
    const { page, close } = await open(name);
    const took = await page.evaluate(() => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart);
    await close();
    return took;
  };
  const [empty, full] = [await time('none'), await time('full')];
  console.log(`     usable after ${full} ms, without a case after ${empty} ms`);
  assert(full < 1000 + 10 * empty);
});

let failed = 0;
for (const [sentence, run] of checks) {
  try {
    await run();
    console.log(`ok   ${sentence}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${sentence}\n     ${error.message.replaceAll('\n', '\n     ')}`);
  }
}
await browser.close();
console.log(`${checks.length - failed} of ${checks.length} hold; screenshots are in ${folder}`);
process.exitCode = failed ? 1 : 0;
