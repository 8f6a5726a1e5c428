namespace ControlPlane.Guardrails.Proving;

/// <summary>The three use cases of <i>Configuring Amazon SageMaker Studio for teams and groups with complete resource isolation</i>.</summary>
static class ProofCases
{
    const Guide Every = Guide.TeamManagement | Guide.ResourceIsolation | Guide.BestPractices;
    const Guide Teams = Guide.TeamManagement | Guide.ResourceIsolation;

    public static IReadOnlyList<ProofCase> All { get; } = [.. UseCases, .. Bypasses.All];

    static IEnumerable<ProofCase> UseCases =>
    [
        new()
        {
            Id = "open-at-the-gateway", Chapter = ProofChapter.Open, Title = "A sign-in opens the person's own Studio and no other", Actor = ActorKind.Vend, Promised = Every,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Foreign(s, t), Allowed = Pairs.Own, Asks = Open,
        },
        new()
        {
            Id = "open-from-studio", Chapter = ProofChapter.Open, Title = "A notebook opens the own Studio and no other", Actor = ActorKind.Studio, Promised = Teams,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Foreign(s, t), Allowed = Pairs.OwnAndNamed, Asks = Open,
        },
        new()
        {
            Id = "open-as-administrator", Chapter = ProofChapter.Open, Title = "An administrator of the account, a team's owner among them, opens nobody's Studio", Actor = ActorKind.Administrator,
            Promised = Guide.TeamManagement, Concerns = Pairs.SameAccount, Asks = Open,
        },
        new()
        {
            Id = "open-as-broker", Chapter = ProofChapter.Open, Title = "The session that looks after profiles opens none", Actor = ActorKind.Broker, Promised = Guide.TeamManagement,
            Concerns = Pairs.SameAccount, Asks = Open,
        },
        new()
        {
            Id = "see-across-teams", Chapter = ProofChapter.Teams, Title = "Nobody reads what another team made", Actor = ActorKind.Studio, Promised = Teams,
            Concerns = Pairs.OtherTeam, Asks = See,
        },
        new()
        {
            Id = "change-across-teams", Chapter = ProofChapter.Teams, Title = "Nobody changes what another team made", Actor = ActorKind.Studio, Promised = Teams,
            Concerns = Pairs.OtherTeam, Asks = Change,
        },
        new()
        {
            Id = "data-across-teams", Chapter = ProofChapter.Teams, Title = "Nobody reads or writes another team's bucket", Actor = ActorKind.Studio, Promised = Teams,
            Concerns = Pairs.OtherTeam, Asks = (k, _, t) => Bucket(t, $"{k.TeamBucket}{t.Team}", "data/a.csv"),
        },
        new()
        {
            Id = "see-in-team", Chapter = ProofChapter.Owners, Title = "Everybody in a team reads what the team made", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Mates(s, t), Allowed = Pairs.SameAccount, Asks = See,
        },
        new()
        {
            Id = "change-in-team", Chapter = ProofChapter.Owners, Title = "Who made a thing changes it, and no one else", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Mates(s, t), Allowed = Pairs.OwnAndNamed, Asks = Change,
        },
        new()
        {
            Id = "make-own", Chapter = ProofChapter.Owners, Title = "People make things that carry their team and name", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = Pairs.Own, Allowed = Pairs.OwnAndNamed,
            Asks = (k, s, _) => Artefacts.Makes.Select(m => new Ask(m.Action, s.Arn($"{m.Type}/new"), c => RequestKeys.Request(c, (k.TeamTag, s.Team), (k.OwnerTag, s.Profile)))),
        },
        new()
        {
            Id = "folder", Chapter = ProofChapter.Owners, Title = "The folder of a shared bucket is its owner's", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Foreign(s, t), Allowed = Pairs.OwnAndNamed, Asks = (k, _, t) => Bucket(t, k.Bucket, $"{t.Profile}/a.csv"),
        },
        new()
        {
            Id = "apps", Chapter = ProofChapter.Owners, Title = "Apps are started and stopped in the own profile only", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = (s, t) => Pairs.Own(s, t) || Pairs.Foreign(s, t), Allowed = Pairs.Own, Asks = Bypasses.Apps,
        },
        new()
        {
            Id = "pass-role", Chapter = ProofChapter.Owners, Title = "Jobs run under the role of the own team", Actor = ActorKind.Studio, Promised = Guide.ResourceIsolation,
            Concerns = Pairs.Own, Allowed = Pairs.Own, Asks = Bypasses.Pass,
        },
    ];

    internal static IEnumerable<Ask> Open(RequestKeys keys, Seat asking, Seat target) => [new("sagemaker:CreatePresignedDomainUrl", target.ProfileArn, keys.ProfileOf(target))];

    internal static IEnumerable<Ask> See(RequestKeys keys, Seat asking, Seat target) => On(Artefacts.Reads, keys, target);

    internal static IEnumerable<Ask> Change(RequestKeys keys, Seat asking, Seat target) => On(Artefacts.Changes, keys, target);

    static IEnumerable<Ask> On(IReadOnlyList<(string Action, string Type)> actions, RequestKeys keys, Seat target)
    {
        var tags = keys.MadeBy(target);
        return actions.Select(a => new Ask(a.Action, target.Arn($"{a.Type}/of-{target.Profile}"), tags));
    }

    // A bucket's ARN names no account: it counts as one of the asking account, which is the harder case.
    static IEnumerable<Ask> Bucket(Seat target, string bucket, string name)
        => ((string[])["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]).Select(action => new Ask(action, $"arn:{target.Partition}:s3:::{bucket}/{name}"));
}
