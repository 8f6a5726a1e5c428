"""An identity provider made of pysaml2. Reads one JSON command a line and answers each with one JSON line, in order.

Runs with Debian's /usr/bin/python3 and the packages python3-pysaml2 and xmlsec1.
"""
import base64
import functools
import json
import logging
import sys
import tempfile
import urllib.parse
from xml.etree import ElementTree

import saml2.entity
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_BASIC, NAMEID_FORMAT_EMAILADDRESS, NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.sigver import pre_encryption_part, verify_redirect_signature
from saml2.time_util import in_a_while
from saml2.xml.schema import node_to_schema
from saml2.xmldsig import SIG_RSA_SHA256

BINDINGS = {"redirect": BINDING_HTTP_REDIRECT, "post": BINDING_HTTP_POST}

logging.disable(logging.CRITICAL)


def write(text):
    """Keeps a text in a file as long as this process lives: pysaml2 takes keys by path."""
    file = tempfile.NamedTemporaryFile("w", suffix=".pem")
    file.write(text)
    file.flush()
    return file


def validate(text):
    """Holds a document to the schemas of OASIS that pysaml2 brings along."""
    node_to_schema[ElementTree.fromstring(text).tag.lstrip("{").replace("}", ":")].validate(text)


def endpoints(location):
    return [(location + "/redirect", BINDING_HTTP_REDIRECT), (location + "/post", BINDING_HTTP_POST)]


def server(command):
    key, certificate = write(command["key"]), write(command["certificate"])
    config = IdPConfig().load({
        "entityid": command["entityId"],
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "key_file": key.name,
        "cert_file": certificate.name,
        "metadata": {"inline": [command["serviceProvider"]]} if "serviceProvider" in command else {},
        "service": {"idp": {
            "endpoints": {
                "single_sign_on_service": endpoints(command["location"]),
                "single_logout_service": endpoints(command["location"].replace("sso", "slo")),
            },
            "want_authn_requests_signed": command.get("wantsSigned", False),
            "policy": {"default": {"lifetime": {"minutes": 15}, "attribute_restrictions": None, "name_form": NAME_FORMAT_BASIC}},
        }},
    })
    result = Server(config=config)
    result.files = key, certificate
    return result


def metadata(command):
    idp = server(command)
    text = str(entity_descriptor(idp.config))
    validate(text)
    return {"metadata": text}


def encrypt_with(idp, encryption):
    """pysaml2 has no setting for the algorithms: it sends triple DES unless its template is made another way."""
    saml2.entity.pre_encryption_part = functools.partial(pre_encryption_part, msg_enc=encryption["data"], key_enc=encryption["key"])
    crypto = idp.sec.crypto
    original = crypto.encrypt_assertion

    def encrypt_assertion(statement, enc_key, template, key_type, node_xpath=None, node_id=None):
        return original(statement, enc_key, template, encryption["sessionKey"], node_xpath, node_id)

    crypto.encrypt_assertion = encrypt_assertion


def respond(command):
    idp = server(command)
    encryption = command.get("encryption")
    saml2.entity.pre_encryption_part = pre_encryption_part
    if encryption and "data" in encryption:
        encrypt_with(idp, encryption)
    acs = idp.metadata.assertion_consumer_service(command["serviceProviderId"], BINDING_HTTP_POST)[0]["location"]
    response = idp.create_authn_response(
        command["attributes"],
        in_response_to=command.get("inResponseTo"),
        destination=acs,
        sp_entity_id=command["serviceProviderId"],
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=command["user"]),
        authn={"class_ref": PASSWORDPROTECTEDTRANSPORT, "authn_auth": command["entityId"]},
        sign_response=command["signResponse"],
        sign_assertion=command["signAssertion"],
        encrypt_assertion=encryption is not None,
        sign_alg=command["signatureAlgorithm"],
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    return {"response": base64.b64encode(str(response).encode()).decode()}


def receive(command):
    idp = server(command)
    request = command["request"]
    parsed = idp.parse_authn_request(request["message"], BINDINGS[command["binding"]])
    if command["binding"] == "redirect" and request.get("query"):
        check_redirect_signature(idp, request["query"], parsed.message.issuer.text)
    validate(str(parsed.message))
    return {
        "id": parsed.message.id,
        "issuer": parsed.message.issuer.text,
        "destination": parsed.message.destination,
        "acs": parsed.message.assertion_consumer_service_url,
        "forceAuthn": parsed.message.force_authn,
        "contexts": [x.text for x in parsed.message.requested_authn_context.authn_context_class_ref]
        if parsed.message.requested_authn_context else [],
        "signed": parsed.message.signature is not None,
    }


def check_redirect_signature(idp, query, issuer):
    values = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    certificates = idp.metadata.certs(issuer, "spsso", "signing")
    if not any(verify_redirect_signature(values, idp.sec.sec_backend, certificate) for certificate in certificates):
        raise ValueError("the signature of the query does not verify")


def carry(idp, command, message, destination, relay_state, response):
    """Signs a message the way of its binding, and yields what the browser would bring."""
    binding = BINDINGS[command["binding"]]
    if binding == BINDING_HTTP_POST:
        text = str(message)
        validate(text)
        return {"message": base64.b64encode(text.encode()).decode(), "relayState": relay_state}
    info = idp.apply_binding(
        binding, str(message), destination, relay_state, response=response, sign=True, sigalg=SIG_RSA_SHA256)
    return {"url": dict(info["headers"])["Location"]}


def unpack(idp, request, field, issuer):
    """The message that the browser brought; that of a query has its signature beside it, which pysaml2 leaves to its user."""
    if "raw" not in request:
        return request["body"][field]
    check_redirect_signature(idp, request["raw"], issuer)
    return request["query"][field]


def signing(command):
    return {"sign": command["binding"] == "post", "sign_alg": SIG_RSA_SHA256, "digest_alg": "http://www.w3.org/2001/04/xmlenc#sha256"}


def logout_address(idp, command):
    return idp.metadata.single_logout_service(command["serviceProviderId"], BINDINGS[command["binding"]], "spsso")[0]["location"]


def send_logout(command):
    idp = server(command)
    destination = logout_address(idp, command)
    message = idp.create_logout_request(
        destination, command["serviceProviderId"],
        name_id=NameID(format=NAMEID_FORMAT_EMAILADDRESS, text=command["user"]),
        session_indexes=[command["sessionIndex"]], expire=in_a_while(minutes=5), **signing(command))
    text = str(message[1] if isinstance(message, tuple) else message)
    return {"id": ElementTree.fromstring(text).get("ID"), **carry(idp, command, text, destination, command["relayState"], False)}


def receive_logout(command):
    idp = server(command)
    request = command["request"]
    message = unpack(idp, request, "SAMLRequest", command["serviceProviderId"])
    parsed = idp.parse_logout_request(message, BINDINGS[command["binding"]]).message
    validate(str(parsed))
    response = idp.create_logout_response(parsed, [BINDINGS[command["binding"]]], **signing(command))
    relay_state = request.get("query", request.get("body"))["RelayState"]
    return {
        **carry(idp, command, response, logout_address(idp, command), relay_state, True),
        "id": parsed.id,
        "issuer": parsed.issuer.text,
        "nameId": parsed.name_id.text,
        "sessionIndex": parsed.session_index[0].text,
    }


def finish_logout(command):
    idp = server(command)
    message = unpack(idp, command["request"], "SAMLResponse", command["serviceProviderId"])
    parsed = idp.parse_logout_request_response(message, BINDINGS[command["binding"]])
    validate(str(parsed.response))
    return {"inResponseTo": parsed.in_response_to, "issuer": parsed.issuer()}


def strip(base64_text):
    return "".join(base64_text.split())


def describe(command):
    validate(command["serviceProvider"])
    idp = server(command)
    sp = command["serviceProviderId"]
    return {
        "entityId": sp,
        "acs": idp.metadata.assertion_consumer_service(sp, BINDING_HTTP_POST)[0]["location"],
        "signing": [strip(x) for x in idp.metadata.certs(sp, "spsso", "signing")],
        "encryption": [strip(x) for x in idp.metadata.certs(sp, "spsso", "encryption")],
    }


COMMANDS = {
    "metadata": metadata, "respond": respond, "receive": receive, "describe": describe,
    "sendLogout": send_logout, "receiveLogout": receive_logout, "finishLogout": finish_logout,
}

for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = COMMANDS[command["do"]](command)
    except Exception as error:  # The test shows what went wrong, whatever it was.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
