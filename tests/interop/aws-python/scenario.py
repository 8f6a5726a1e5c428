"""Drives the emulator with boto3 and prints what happened as one JSON object.

usage: scenario.py ENDPOINT   (keys of the control plane's machine role in EMULATOR_KEY, EMULATOR_SECRET, EMULATOR_TOKEN)
"""
import json
import os
import sys
import time
import urllib.request

try:
    import boto3
    from botocore.exceptions import ClientError
except ImportError:
    sys.exit("boto3 is missing: install Debian's python3-boto3 (eng/install-prerequisites does).")

ENDPOINT, REGION, DOMAIN, ACCOUNT = sys.argv[1], "us-east-1", "d-abc123def456", "111122223333"


def client(service, key, secret, token=None):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name=REGION,
        aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)


def assume(name, **more):
    answer = sts.assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/studio-gateway/{name}", RoleSessionName="A1",
        ExternalId="studio-111122223333", **more)["Credentials"]
    return client("sagemaker", answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])


def failure(call, **members):
    try:
        call(**members)
        return "no error"
    except ClientError as error:
        return error.response["Error"]["Code"]


sts = client("sts", os.environ["EMULATOR_KEY"], os.environ["EMULATOR_SECRET"], os.environ["EMULATOR_TOKEN"])
broker = assume("StudioBroker")
profile = {"DomainId": DOMAIN, "UserProfileName": "py-one"}
out = {"caller": sts.get_caller_identity()["Arn"]}
out["created"] = broker.create_user_profile(
    **profile, UserSettings={"ExecutionRole": f"arn:aws:iam::{ACCOUNT}:role/studio/Team1"},
    Tags=[{"Key": "studiouserid", "Value": "A1"}, {"Key": "team", "Value": "Team1"}])["UserProfileArn"]
while broker.describe_user_profile(**profile)["Status"] != "InService":
    time.sleep(0.1)

vend = assume(
    "StudioVend", SourceIdentity="A1", Tags=[{"Key": "studiouserid", "Value": "A1"}, {"Key": "team", "Value": "Team1"}],
    TransitiveTagKeys=["studiouserid"])
url = vend.create_presigned_domain_url(**profile, ExpiresInSeconds=5)["AuthorizedUrl"]
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), urllib.request.ProxyHandler({}))
with opener.open(url) as studio:
    out["studio"] = [studio.status, "py-one" in studio.read().decode(), "token" in studio.url]

organizations = client("organizations", os.environ["EMULATOR_ADMIN_KEY"], os.environ["EMULATOR_ADMIN_SECRET"])
out["accounts"] = [
    account["Id"]
    for page in organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 1})
    for account in page["Accounts"]]
out["errors"] = {
    "exists": failure(broker.create_user_profile, **profile, Tags=[
        {"Key": "studiouserid", "Value": "A1"}, {"Key": "team", "Value": "Team1"}]),
    "unknown": failure(broker.describe_user_profile, DomainId=DOMAIN, UserProfileName="nobody"),
    "listing": failure(vend.list_user_profiles),
    "tagging": failure(sts.assume_role, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/studio-gateway/StudioVend", RoleSessionName="A1",
                       ExternalId="studio-111122223333", Tags=[{"Key": "admin", "Value": "yes"}]),
    "unit": failure(organizations.describe_organizational_unit, OrganizationalUnitId="ou-none-12345678"),
}
print(json.dumps(out))
