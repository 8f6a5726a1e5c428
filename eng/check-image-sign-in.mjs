// Signs in at the development identity provider and follows the way to Studio, as a browser without JavaScript would.
// usage: node eng/check-image-sign-in.mjs IDP USER APPLICATION ACCOUNT
import { setTimeout as delay } from 'node:timers/promises';

const [, , idp, user, application, account] = process.argv;
const jar = new Map();

async function open(url, form) {
  const host = new URL(url).host;
  const cookies = [...(jar.get(host) ?? new Map())].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, {
    redirect: 'manual',
    method: form ? 'POST' : 'GET',
    headers: { cookie: cookies, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    body: form && new URLSearchParams(form),
  });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    if (!jar.has(host)) jar.set(host, new Map());
    jar.get(host).set(name, value);
  }
  const next = answer.headers.get('location');
  if (next) return open(new URL(next, url).href);
  return { url, status: answer.status, refresh: answer.headers.get('refresh'), text: await answer.text() };
}

const unescape = text => text.replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&quot;/g, '"').replace(/&amp;/g, '&');
await open(`${idp}/sign-in`, { user });
const post = await open(`${idp}/saml/start/${application}`);
const action = unescape(/<form[^>]*action="([^"]+)"/.exec(post.text)[1]);
const response = unescape(/name="SAMLResponse"[^>]*value="([^"]+)"/.exec(post.text)[1]);
let page = await open(action, { SAMLResponse: response });
for (let turn = 0; turn < 30; turn++) {
  const refresh = page.refresh ?? /http-equiv="refresh" content="([^"]+)"/i.exec(page.text)?.[1];
  if (!refresh) break;
  await delay(1000);
  page = await open(new URL(unescape(/url=(.*)/i.exec(refresh)?.[1] ?? page.url), page.url).href);
}
const text = page.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
if (page.status !== 200 || !text.includes(account) || !text.includes(application)) {
  console.error(`ended at ${new URL(page.url).pathname} with ${page.status}: ${text.slice(0, 600)}`);
  process.exit(1);
}
console.log(`${user} reached Studio of account ${account} for ${application}`);
