// An identity provider made of samlify. Reads one JSON command a line and answers each with one JSON line, in order.
import { createInterface } from 'node:readline';
import samlify from 'samlify';

// samlify wants a schema validator before it parses anything; the schemas are the business of the other peer, pysaml2.
samlify.setSchemaValidator({ validate: async () => 'not checked here' });

const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings';
const strip = pem => pem.replace(/-----[A-Z ]+-----|\s/g, '');

function identityProvider({ entityId, key, certificate, location, wantsSigned, encryption, attributes }) {
  return samlify.IdentityProvider({
    entityID: entityId,
    privateKey: key,
    signingCert: certificate,
    wantAuthnRequestsSigned: wantsSigned ?? false,
    isAssertionEncrypted: Boolean(encryption),
    ...(encryption && { dataEncryptionAlgorithm: encryption.data, keyEncryptionAlgorithm: encryption.key }),
    messageSigningOrder: 'sign-then-encrypt',
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    nameIDFormat: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
    singleSignOnService: [
      { Binding: `${bindings}:HTTP-Redirect`, Location: `${location}/redirect` },
      { Binding: `${bindings}:HTTP-POST`, Location: `${location}/post` },
    ],
    singleLogoutService: [
      { Binding: `${bindings}:HTTP-Redirect`, Location: `${location.replace('sso', 'slo')}/redirect` },
      { Binding: `${bindings}:HTTP-POST`, Location: `${location.replace('sso', 'slo')}/post` },
    ],
    wantLogoutRequestSigned: true,
    wantLogoutResponseSigned: true,
    loginResponseTemplate: {
      context: samlify.SamlLib.defaultLoginResponseTemplate.context,
      attributes: Object.keys(attributes ?? {}).map(name => ({
        name,
        nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic',
        valueTag: name,
        valueXsiType: 'xs:string',
      })),
    },
  });
}

// The values of samlify's own template; it leaves the authentication statement to its user.
function fill(template, sp, { entityId, inResponseTo, user, attributes }) {
  const minutes = n => new Date(Date.now() + n * 60_000).toISOString();
  const id = () => `_${crypto.randomUUID()}`;
  const acs = sp.entityMeta.getAssertionConsumerService('post');
  const statement = `<saml:AuthnStatement AuthnInstant="${minutes(0)}" SessionIndex="${id()}"><saml:AuthnContext>`
    + '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>'
    + '</saml:AuthnContext></saml:AuthnStatement>';
  const responseId = id();
  const values = {
    ID: responseId,
    AssertionID: id(),
    Issuer: entityId,
    IssueInstant: minutes(0),
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    Destination: acs,
    SubjectRecipient: acs,
    Audience: sp.entityMeta.getEntityID(),
    ConditionsNotBefore: minutes(-1),
    ConditionsNotOnOrAfter: minutes(5),
    SubjectConfirmationDataNotOnOrAfter: minutes(5),
    NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    NameID: user,
    InResponseTo: inResponseTo ?? '',
    ...Object.fromEntries(Object.entries(attributes ?? {}).map(([name, value]) => [`attr${name[0].toUpperCase()}${name.slice(1)}`, value])),
  };
  const open = inResponseTo ? template : template.replaceAll(' InResponseTo="{InResponseTo}"', '');
  const context = samlify.SamlLib.replaceTagsByValue(open.replace('{AuthnStatement}', statement), values);
  return { id: responseId, context };
}

const logoutPartner = metadata => samlify.ServiceProvider({ metadata, wantLogoutRequestSigned: true, wantLogoutResponseSigned: true });

// What samlify wants of a request: the query with the octets of its signature, or the body.
const carried = ({ raw, query, body }) => raw ? { query, octetString: raw.slice(0, raw.indexOf('&Signature=')) } : { body };

// A redirect's message is an address, a post's is a field.
const sent = (binding, message, relayState) => binding === 'redirect'
  ? { id: message.id, url: message.context }
  : { id: message.id, message: message.context, relayState };

const commands = {
  sendLogout(command) {
    const message = identityProvider(command).createLogoutRequest(
      logoutPartner(command.serviceProvider), command.binding,
      { logoutNameID: command.user, sessionIndex: command.sessionIndex }, command.relayState);
    return sent(command.binding, message, command.relayState);
  },

  async receiveLogout(command) {
    const [idp, sp] = [identityProvider(command), logoutPartner(command.serviceProvider)];
    const request = await idp.parseLogoutRequest(sp, command.binding, carried(command.request));
    const relayState = (command.request.query ?? command.request.body).RelayState;
    const response = idp.createLogoutResponse(sp, request, command.binding, relayState);
    const { extract } = request;
    return {
      ...sent(command.binding, response, relayState),
      id: extract.request.id,
      issuer: extract.issuer,
      nameId: extract.nameID,
      sessionIndex: extract.sessionIndex,
    };
  },

  async finishLogout(command) {
    const { extract } = await identityProvider(command).parseLogoutResponse(
      logoutPartner(command.serviceProvider), command.binding, carried(command.request));
    return { inResponseTo: extract.response.inResponseTo, issuer: extract.issuer };
  },

  metadata: command => ({ metadata: identityProvider(command).getMetadata() }),

  async respond(command) {
    // What is signed follows from what the service provider's metadata wants.
    const metadata = command.signAssertion
      ? command.serviceProvider
      : command.serviceProvider.replace('WantAssertionsSigned="true"', 'WantAssertionsSigned="false"');
    const sp = samlify.ServiceProvider({ metadata, wantMessageSigned: command.signResponse });
    const request = { extract: { request: { id: command.inResponseTo } } };
    const response = await identityProvider(command).createLoginResponse(
      sp, request, 'post', { email: command.user }, template => fill(template, sp, command),
      // A response that is signed before its assertion is encrypted no longer verifies as it arrives.
      Boolean(command.encryption) && command.signResponse);
    return { response: response.context };
  },

  async receive(command) {
    const sp = samlify.ServiceProvider({ metadata: command.serviceProvider });
    const { extract } = await identityProvider(command).parseLoginRequest(sp, command.binding, command.request);
    return {
      id: extract.request.id,
      issuer: extract.issuer,
      destination: extract.request.destination,
      acs: extract.request.assertionConsumerServiceUrl,
    };
  },

  describe({ serviceProvider }) {
    const { entityMeta } = samlify.ServiceProvider({ metadata: serviceProvider });
    return {
      entityId: entityMeta.getEntityID(),
      acs: entityMeta.getAssertionConsumerService('post'),
      signing: [entityMeta.getX509Certificate('signing') ?? []].flat().map(strip),
      encryption: [entityMeta.getX509Certificate('encryption') ?? []].flat().map(strip),
      signsRequests: entityMeta.isAuthnRequestSigned(),
      wantsSignedAssertions: entityMeta.isWantAssertionsSigned(),
    };
  },
};

// Standard output belongs to the answers.
console.warn = console.info = () => {};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    console.log(JSON.stringify(await commands[command.do](command)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error?.message ?? error) }));
  }
}
