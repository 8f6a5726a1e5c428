import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect } from '@controlplane/client/web';
import { Window } from 'happy-dom';
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { StudioCard, type StudioCardProps } from '../src/index.js';

// The demo as every test in this language starts it.
interface Demo { readonly web: string; token(user: string): Promise<string>; stop(): Promise<void> }
const { startDemo } = (await import(new URL('../../../../../eng/demo.mjs', import.meta.url).href)) as { startDemo(): Promise<Demo> };
let demo: Demo;
let root: Root;
const window = new Window({ url: 'http://127.0.0.1/' });
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });

before(async () => {
  demo = await startDemo();
});
after(async () => {
  await demo?.stop();
  await window.happyDOM.close();
});

/** Renders the card and waits until it knows what to show. */
async function render(props: StudioCardProps) {
  const place = window.document.createElement('div');
  window.document.body.replaceChildren(place);
  root = createRoot(place as unknown as Element);
  await act(async () => root.render(createElement(StudioCard, props)));
  assert.equal(place.querySelector('section')?.getAttribute('aria-busy'), 'true');
  for (let i = 0; i < 200 && place.querySelector('[aria-busy=true]'); i++) {
    await act(() => new Promise(done => setTimeout(done, 50)));
  }
  return place;
}

test("the card shows the person's teams, and links that open them", async () => {
  const card = await render({ controlPlane: connect({ address: demo.web, tokens: await demo.token('user1') }), address: 'https://studio.example.com' });

  assert.deepEqual([...card.querySelectorAll('a')].map(a => [a.textContent, a.getAttribute('href')]), [
    ['Team 1', 'https://studio.example.com/launch/Team1'], ['Team 2', 'https://studio.example.com/launch/Team2'],
  ]);
  assert.match(card.textContent!, /research · eu-central-1 dev/);
  await act(async () => root.unmount());
});

test('a page shows the teams that belong to it alone', async () => {
  const card = await render({ controlPlane: connect({ address: demo.web, tokens: await demo.token('user1') }), address: '', teams: ['Team2'] });

  assert.deepEqual([...card.querySelectorAll('a')].map(a => a.textContent), ['Team 2']);
  await act(async () => root.unmount());
});

test('who is not signed in is told so, and how', async () => {
  const card = await render({ controlPlane: connect({ address: demo.web }), address: 'https://studio.example.com' });

  assert.ok(card.querySelector('[role=alert]'));
  assert.equal(card.querySelector('a')?.getAttribute('href'), 'https://studio.example.com/saml/login');
  await act(async () => root.unmount());
});
