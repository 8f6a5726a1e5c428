// Drives the emulator with the real AWS SDK for JavaScript and prints what happened as one JSON object. The test that starts it holds
// the object against what AWS would have answered.
//
// usage: node scenario.mjs ENDPOINT   (keys of the control plane's machine role in EMULATOR_KEY, EMULATOR_SECRET, EMULATOR_TOKEN)
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  AddTagsCommand, CreateAppCommand, CreatePresignedDomainUrlCommand, CreateSpaceCommand, CreateUserProfileCommand,
  DescribeDomainCommand, DescribeUserProfileCommand, ListTagsCommand, ListUserProfilesCommand, paginateListUserProfiles, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import {
  CreatePolicyCommand, AttachPolicyCommand, DescribeOrganizationCommand, ListPoliciesForTargetCommand, ListRootsCommand,
  OrganizationsClient, paginateListAccounts,
} from '@aws-sdk/client-organizations';

const endpoint = process.argv[2];
const region = 'us-east-1';
const domain = 'd-abc123def456';
const account = '111122223333';
const role = `arn:aws:iam::${account}:role/studio-gateway/`;
const profileArn = name => `arn:aws:sagemaker:${region}:${account}:user-profile/${domain}/${name}`;
const machine = {
  accessKeyId: process.env.EMULATOR_KEY, secretAccessKey: process.env.EMULATOR_SECRET, sessionToken: process.env.EMULATOR_TOKEN,
};
const client = (Type, credentials) => new Type({ endpoint, region, credentials, maxAttempts: 1 });
const asKeys = ({ Credentials: c }) => ({
  accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken,
});
const failure = async promise => {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return `${error.name} ${error.$metadata?.httpStatusCode}`;
  }
};

const sts = client(STSClient, machine);
const assume = (name, more) => sts.send(new AssumeRoleCommand({
  RoleArn: role + name, RoleSessionName: 'A1', ExternalId: 'studio-111122223333', ...more,
}));
const broker = client(SageMakerClient, asKeys(await assume('StudioBroker')));
const create = (name, user) => broker.send(new CreateUserProfileCommand({
  DomainId: domain,
  UserProfileName: name,
  UserSettings: { ExecutionRole: `arn:aws:iam::${account}:role/studio/Team1` },
  Tags: [{ Key: 'studiouserid', Value: user }, { Key: 'team', Value: 'Team1' }],
}));
const describe = name => broker.send(new DescribeUserProfileCommand({ DomainId: domain, UserProfileName: name }));

const out = { caller: (await sts.send(new GetCallerIdentityCommand({}))).Arn };
out.created = (await create('js-one', 'A1')).UserProfileArn;
await create('js-two', 'A2');
out.statuses = [];
for (;;) {
  const { Status, CreationTime } = await describe('js-one');
  if (out.statuses.at(-1) !== Status) out.statuses.push(Status);
  if (Status === 'InService') {
    out.createdInThisYear = Math.abs(Date.now() - CreationTime.getTime()) < 3600_000;
    break;
  }
  await new Promise(resolve => setTimeout(resolve, 100));
}
while ((await describe('js-two')).Status !== 'InService') await new Promise(resolve => setTimeout(resolve, 100));

const vended = await assume('StudioVend', {
  SourceIdentity: 'A1',
  Tags: [{ Key: 'studiouserid', Value: 'A1' }, { Key: 'team', Value: 'Team1' }],
  TransitiveTagKeys: ['studiouserid'],
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedDomainUrl', Resource: profileArn('js-one') }],
  }),
});
out.vend = { arn: vended.AssumedRoleUser.Arn, sourceIdentity: vended.SourceIdentity };
const vend = client(SageMakerClient, asKeys(vended));
const presign = (UserProfileName, more) => vend.send(new CreatePresignedDomainUrlCommand({ DomainId: domain, UserProfileName, ...more }));
const { AuthorizedUrl } = await presign('js-one', { ExpiresInSeconds: 5, SessionExpirationDurationInSeconds: 1800, LandingUri: 'studio::' });
const page = await fetch(AuthorizedUrl, { redirect: 'manual' });
out.auth = { status: page.status, location: page.headers.get('location'), cookie: page.headers.get('set-cookie') !== null };
const studio = await fetch(new URL(page.headers.get('location'), AuthorizedUrl), {
  headers: { cookie: page.headers.get('set-cookie').split(';')[0] },
});
out.studioShowsProfile = studio.status === 200 && (await studio.text()).includes('js-one');
out.secondUse = (await fetch(AuthorizedUrl, { redirect: 'manual' })).status;

out.domain = (await broker.send(new DescribeDomainCommand({ DomainId: domain }))).Status;
out.tags = (await broker.send(new ListTagsCommand({ ResourceArn: profileArn('js-one') }))).Tags.map(t => `${t.Key}=${t.Value}`);
out.paged = [];
for await (const part of paginateListUserProfiles({ client: broker, pageSize: 1 }, { DomainIdEquals: domain })) {
  out.paged.push(...part.UserProfiles.map(p => p.UserProfileName));
}

out.errors = {
  exists: await failure(create('JS-ONE', 'A1')),
  unknown: await failure(describe('nobody')),
  badName: await failure(broker.send(new DescribeUserProfileCommand({ DomainId: domain, UserProfileName: '-x-' }))),
  otherProfile: await failure(presign('js-two')),
  tooLong: await failure(presign('js-one', { ExpiresInSeconds: 301 })),
  tagging: await failure(broker.send(new AddTagsCommand({ ResourceArn: profileArn('js-one'), Tags: [{ Key: 'studiouserid', Value: 'A2' }] }))),
  listing: await failure(vend.send(new ListUserProfilesCommand({}))),
  space: await failure(broker.send(new CreateSpaceCommand({ DomainId: domain, SpaceName: 'one' }))),
  app: await failure(broker.send(new CreateAppCommand({ DomainId: domain, UserProfileName: 'js-one', AppType: 'JupyterLab', AppName: 'default' }))),
  externalId: await failure(assume('StudioVend', { ExternalId: 'wrong' })),
  role: await failure(assume('Nobody')),
  secret: await failure(client(STSClient, { ...machine, secretAccessKey: 'wrong' }).send(new GetCallerIdentityCommand({}))),
  member: await failure(client(OrganizationsClient, asKeys(vended)).send(new ListRootsCommand({}))),
};

const organizations = client(OrganizationsClient, {
  accessKeyId: process.env.EMULATOR_ADMIN_KEY, secretAccessKey: process.env.EMULATOR_ADMIN_SECRET,
});
out.organization = (await organizations.send(new DescribeOrganizationCommand({}))).Organization.MasterAccountId;
out.accounts = [];
for await (const part of paginateListAccounts({ client: organizations, pageSize: 1 }, {})) {
  out.accounts.push(...part.Accounts.map(a => `${a.Id} ${a.State}`));
}
const { Policy } = await organizations.send(new CreatePolicyCommand({
  Name: 'NoUrls', Description: 'No presigned URLs', Type: 'SERVICE_CONTROL_POLICY',
  Content: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"*"}]}',
}));
const attach = () => organizations.send(new AttachPolicyCommand({ PolicyId: Policy.PolicySummary.Id, TargetId: account }));
await attach();
out.policies = (await organizations.send(new ListPoliciesForTargetCommand({ TargetId: account, Filter: 'SERVICE_CONTROL_POLICY' })))
  .Policies.map(p => p.Name);
out.errors.attachTwice = await failure(attach());
out.errors.guardrail = await failure(presign('js-one'));

console.log(JSON.stringify(out));
