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
iam = client("iam", os.environ["EMULATOR_TARGET_KEY"], os.environ["EMULATOR_TARGET_SECRET"])
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
look = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sagemaker:ListDomains", "Resource": "*"}]}
ceiling = iam.create_policy(PolicyName="Ceiling", Path="/py/", PolicyDocument=json.dumps(look))["Policy"]["Arn"]
iam.create_role(RoleName="PyRole", Path="/py/", AssumeRolePolicyDocument=json.dumps(trust), PermissionsBoundary=ceiling,
                Tags=[{"Key": "team", "Value": "Team1"}])
iam.put_role_policy(RoleName="PyRole", PolicyName="look", PolicyDocument=json.dumps(look))
iam.attach_role_policy(RoleName="PyRole", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
iam.create_policy_version(PolicyArn=ceiling, PolicyDocument=json.dumps(trust | {"Statement": look["Statement"]}), SetAsDefault=True)
iam.tag_role(RoleName="PyRole", Tags=[{"Key": "owner", "Value": "A1"}])
iam.untag_role(RoleName="PyRole", TagKeys=["team"])
role = iam.get_role(RoleName="PyRole")["Role"]
out["role"] = {
    "arn": role["Arn"], "trust": role["AssumeRolePolicyDocument"] == trust, "boundary": role["PermissionsBoundary"]["PermissionsBoundaryArn"] == ceiling,
    "tags": iam.list_role_tags(RoleName="PyRole")["Tags"], "inline": iam.list_role_policies(RoleName="PyRole")["PolicyNames"],
    "document": iam.get_role_policy(RoleName="PyRole", PolicyName="look")["PolicyDocument"] == look,
    "attached": [p["PolicyName"] for page in iam.get_paginator("list_attached_role_policies").paginate(RoleName="PyRole") for p in page["AttachedPolicies"]],
    "version": iam.get_policy(PolicyArn=ceiling)["Policy"]["DefaultVersionId"],
    "versions": [v["VersionId"] for v in iam.list_policy_versions(PolicyArn=ceiling)["Versions"]],
}
iam.detach_role_policy(RoleName="PyRole", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
iam.delete_role_policy(RoleName="PyRole", PolicyName="look")
iam.delete_role_permissions_boundary(RoleName="PyRole")
iam.delete_policy_version(PolicyArn=ceiling, VersionId="v1")
out["iam"] = {
    "exists": failure(iam.create_role, RoleName="pyrole", AssumeRolePolicyDocument=json.dumps(trust)),
    "none": failure(iam.get_role, RoleName="nobody"),
    "malformed": failure(iam.put_role_policy, RoleName="PyRole", PolicyName="bad", PolicyDocument='{"Statement": 1}'),
    "default": failure(iam.delete_policy_version, PolicyArn=ceiling, VersionId="v2"),
    "long": failure(iam.create_policy, PolicyName="Long", PolicyDocument=json.dumps(
        look | {"Statement": [look["Statement"][0] | {"Sid": f"s{i}"} for i in range(100)]})),
    "denied": failure(client("iam", os.environ["EMULATOR_KEY"], os.environ["EMULATOR_SECRET"], os.environ["EMULATOR_TOKEN"]).get_role, RoleName="StudioControlPlane"),
}
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
