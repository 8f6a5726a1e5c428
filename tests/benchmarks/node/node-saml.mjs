// Validates one response again and again with node-saml and prints how many it does in a second: the median of five rounds.
import { readFileSync } from 'node:fs';
import { SAML } from '@node-saml/node-saml';

const { response, certificate, callbackUrl, audience, idpIssuer } = JSON.parse(readFileSync(0, 'utf8'));
const saml = new SAML({
  callbackUrl,
  audience,
  idpIssuer,
  issuer: audience,
  idpCert: certificate,
  wantAuthnResponseSigned: false,
  wantAssertionsSigned: true,
  // The response has a fixed time.
  acceptedClockSkewMs: -1,
});

async function rate(milliseconds) {
  const start = process.cpuUsage();
  let elapsed = 0;
  let calls = 0;
  while (elapsed < milliseconds) {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: response });
    if (profile?.nameID !== 'ada@example.com') {
      throw new Error('node-saml read another subject');
    }
    calls += 1;
    // Processor time, as on the other side.
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return (calls * 1000) / elapsed;
}

await rate(2000);
const rates = [];
for (let round = 0; round < 5; round += 1) {
  rates.push(await rate(600));
}
rates.sort((a, b) => a - b);
process.stdout.write(String(rates[2]));
