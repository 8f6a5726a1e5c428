using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The known ways around the isolation. All of them must be refused.</summary>
static class Bypasses
{
    const Guide Teams = Guide.TeamManagement | Guide.ResourceIsolation;

    public static IReadOnlyList<ProofCase> All { get; } =
    [
        Of("retag", "Take a thing over by changing its tags", ActorKind.Studio, Teams, Pairs.Foreign, (k, s, t) =>
        [
            new("sagemaker:AddTags", t.Arn($"experiment/of-{t.Profile}"), And(k.MadeBy(t), c => RequestKeys.Request(c, (k.TeamTag, s.Team), (k.OwnerTag, s.Profile)))),
            new("sagemaker:DeleteTags", t.Arn($"experiment/of-{t.Profile}"), And(k.MadeBy(t), c => c.With("aws:TagKeys", [k.TeamTag, k.OwnerTag]))),
        ]),
        Of("retag-profile", "Make another's profile one's own by its user tag", ActorKind.Studio, Teams, (s, t) => Pairs.Foreign(s, t) || Pairs.Own(s, t), (k, s, t) =>
            [new("sagemaker:AddTags", t.ProfileArn, And(k.ProfileOf(t), c => RequestKeys.Request(c, (k.UserTag, s.User))))]),
        Of("delete-app", "Stop or start an app in another's profile", ActorKind.Studio, Teams, Pairs.Foreign, Apps),
        Of("missing-tag", "Make a thing with one tag, or with none", ActorKind.Studio, Guide.ResourceIsolation, Pairs.Own, (k, s, _) =>
        [
            new("sagemaker:CreateExperiment", s.Arn("experiment/new"), c => RequestKeys.Request(c, (k.TeamTag, s.Team))),
            new("sagemaker:CreateExperiment", s.Arn("experiment/new"), c => RequestKeys.Request(c, (k.OwnerTag, s.Profile))),
            new("sagemaker:CreateExperiment", s.Arn("experiment/new")),
        ]),
        Of("foreign-tag", "Make a thing in another team's or person's name", ActorKind.Studio, Teams, Pairs.OtherTeam, (k, _, t) =>
            [new("sagemaker:CreateTrainingJob", t.Arn("training-job/new"), c => RequestKeys.Request(c, (k.TeamTag, t.Team), (k.OwnerTag, t.Profile)))]),
        Of("add-tags-at-create", "Set another's tags in a call that creates", ActorKind.Studio, Teams, Pairs.Foreign, (k, _, t) =>
        [
            new("sagemaker:AddTags", t.Arn($"space/{t.Domain}/new"), c => RequestKeys.Request(c.With("sagemaker:TaggingAction", "CreateSpace"), (k.TeamTag, t.Team), (k.OwnerTag, t.Profile))),
            new("sagemaker:AddTags", t.Arn($"user-profile/{t.Domain}/new"), c => RequestKeys.Request(c.With("sagemaker:TaggingAction", "CreateUserProfile"), (k.UserTag, t.User))),
        ]),
        Of("update-domain", "Change the domain, or swap the role of the own profile", ActorKind.Studio, Teams, Pairs.Own, (k, s, _) =>
        [
            new("sagemaker:UpdateDomain", s.Arn($"domain/{s.Domain}"), k.MadeBy(s)),
            new("sagemaker:DeleteDomain", s.Arn($"domain/{s.Domain}"), k.MadeBy(s)),
            new("sagemaker:CreateDomain", s.Arn("domain/d-new"), c => RequestKeys.Request(c, (k.TeamTag, s.Team), (k.OwnerTag, s.Profile))),
            new("sagemaker:UpdateUserProfile", s.ProfileArn, And(k.MadeBy(s), k.ProfileOf(s))),
            new("sagemaker:CreateUserProfile", s.Arn($"user-profile/{s.Domain}/new"), c => RequestKeys.Request(c, (k.TeamTag, s.Team), (k.OwnerTag, s.Profile))),
        ]),
        Of("other-domain", "Open a Studio in another domain of the account", ActorKind.Vend, Teams, Pairs.OtherDomain, ProofCases.Open),
        Of("other-account", "Open a Studio in another account, or become its roles", ActorKind.Studio, Teams, Pairs.OtherAccount, (k, s, t) =>
            [.. ProofCases.Open(k, s, t), new("sts:AssumeRole", t.ExecutionRole, null, TrustedRole.Execution), Vend(t)]),
        Of("role-chaining", "Become another team's role, or the vend role, from Studio", ActorKind.Studio, Guide.None, Pairs.OtherTeam, (_, _, t) =>
            [new("sts:AssumeRole", t.ExecutionRole, null, TrustedRole.Execution), Vend(t)]),
        Of("role-chaining-vend", "Become another role from a sign-in's session", ActorKind.Vend, Guide.None, Pairs.Foreign, (_, _, t) =>
            [new("sts:AssumeRole", t.ExecutionRole, null, TrustedRole.Execution), Vend(t)]),
        Of("role-chaining-administrator", "Become the vend role as an administrator, with somebody's tags", ActorKind.Administrator, Guide.None, Pairs.SameAccount, (k, _, t) =>
        [
            Vend(t), new("sts:AssumeRole", t.ExecutionRole, null, TrustedRole.Execution),
            new("sts:TagSession", t.VendRole, c => RequestKeys.Request(c, (k.UserTag, t.User), (k.TeamTag, t.Team)), TrustedRole.Vend),
        ]),
        Of("pass-role-across", "Run a job under another team's role", ActorKind.Studio, Teams, (s, t) => s.ExecutionRole != t.ExecutionRole, Pass),
        Of("shared-space-open", "Open a Studio from a shared space", ActorKind.SharedSpace, Teams, (_, _) => true, ProofCases.Open),
        Of("shared-space-change", "Change somebody's things from a shared space, as nobody", ActorKind.SharedSpace, Guide.ResourceIsolation, (_, _) => true, (k, s, t) =>
            [.. ProofCases.Change(k, s, t), .. Apps(k, s, t)]),
        Of("search", "Find other teams' things by searching", ActorKind.Studio, Teams, Pairs.OtherTeam, (k, _, t) =>
            [new("sagemaker:Search", "*"), new("sagemaker:Search", "*", c => c.With($"sagemaker:SearchVisibilityCondition/Tags.{k.TeamTag}/EqualsIfExists", t.Team))]),
        Of("widened-open", "Open another's Studio after AdministratorAccess was attached to the role", ActorKind.Widened, Guide.None, Pairs.Foreign, ProofCases.Open),
        Of("widened-see", "Read another team's things after that", ActorKind.Widened, Guide.None, Pairs.OtherTeam, ProofCases.See),
        Of("widened-change", "Change another's things after that", ActorKind.Widened, Guide.None, Pairs.Foreign, (k, s, t) =>
        [
            .. ProofCases.Change(k, s, t), Vend(t),
            new("iam:PassRole", $"arn:{t.Partition}:iam::{t.Account}:role/Administrator", c => c.With("iam:PassedToService", "sagemaker.amazonaws.com")),
        ]),
        Of("elsewhere", "Open the own Studio from a network that is not ours", ActorKind.VendElsewhere, Guide.TeamManagement, Pairs.Own, ProofCases.Open),
        .. Administrators,
    ];

    static IEnumerable<ProofCase> Administrators =>
    [
        Of("administrator-retags", "Change whose a profile is, as an administrator", ActorKind.Administrator, Guide.TeamManagement, Pairs.SameAccount, (k, _, t) =>
        [
            new("sagemaker:AddTags", t.ProfileArn, And(k.ProfileOf(t), c => RequestKeys.Request(c, (k.UserTag, "somebody-else")))),
            new("sagemaker:DeleteTags", t.ProfileArn, And(k.ProfileOf(t), c => c.With("aws:TagKeys", [k.UserTag]))),
        ]),
        Of("administrator-profiles", "Make a profile without an owner, or swap a profile's role", ActorKind.Administrator, Guide.BestPractices, Pairs.SameAccount, (k, _, t) =>
        [
            new("sagemaker:CreateUserProfile", t.Arn($"user-profile/{t.Domain}/new")),
            new("sagemaker:UpdateUserProfile", t.ProfileArn, k.ProfileOf(t)),
        ]),
        Of("administrator-roles", "Change the roles that isolation rests on", ActorKind.Administrator, Guide.None, Pairs.SameAccount, (_, _, t) =>
            [.. from action in (string[])["UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePermissionsBoundary", "TagRole", "CreateRole"] from role in (string[])[t.VendRole, t.BrokerRole, t.ExecutionRole] select new Ask($"iam:{action}", role)]),
        Of("administrator-domain", "Open the domain to the internet, or forget its network", ActorKind.Administrator, Guide.BestPractices, Pairs.SameAccount, (_, _, t) =>
        [
            new("sagemaker:UpdateDomain", t.Arn($"domain/{t.Domain}"), c => c.With("sagemaker:AppNetworkAccessType", "PublicInternetOnly")),
            new("sagemaker:CreateDomain", t.Arn("domain/d-new"), c => c.With("sagemaker:AppNetworkAccessType", "PublicInternetOnly").With("sagemaker:VpcSubnets", ["subnet-1"])),
        ]),
        Of("administrator-settings", "Run code in other people's Studio by its settings", ActorKind.Administrator, Guide.BestPractices, Pairs.SameAccount, (_, _, t) =>
        [
            new("sagemaker:CreateStudioLifecycleConfig", t.Arn("studio-lifecycle-config/new")), new("sagemaker:UpdateAppImageConfig", t.Arn("app-image-config/one")),
            new("sagemaker:CreateApp", t.Arn($"app/{t.Domain}/{t.Profile}/KernelGateway/k"), c => c.With("sagemaker:ImageArns", [t.Arn("image/unknown")])),
            new("sagemaker:CreateNotebookInstance", t.Arn("notebook-instance/n")),
        ]),
    ];

    internal static IEnumerable<Ask> Apps(RequestKeys keys, Seat asking, Seat target)
    {
        var app = target.Arn($"app/{target.Domain}/{target.Profile}/KernelGateway/kernel");
        return [new("sagemaker:CreateApp", app, keys.ProfileOf(target)), new("sagemaker:DeleteApp", app, keys.ProfileOf(target))];
    }

    internal static IEnumerable<Ask> Pass(RequestKeys keys, Seat asking, Seat target)
        => [new("iam:PassRole", target.ExecutionRole, c => c.With("iam:PassedToService", "sagemaker.amazonaws.com"))];

    // The external id is no secret.
    static Ask Vend(Seat target) => new("sts:AssumeRole", target.VendRole, c => c.With("sts:ExternalId", target.ExternalId), TrustedRole.Vend);

    static Action<RequestContext> And(Action<RequestContext> first, Action<RequestContext> second) => first + second;

    static ProofCase Of(string id, string title, ActorKind actor, Guide promised, Func<Seat, Seat, bool> concerns, Func<RequestKeys, Seat, Seat, IEnumerable<Ask>> asks)
        => new() { Id = id, Chapter = ProofChapter.Bypasses, Title = title, Actor = actor, Promised = promised, Concerns = concerns, Asks = asks };
}
