using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>The shipped guardrails on the wire: roles as the catalogue makes them, people as SageMaker hands them on, and emulated AWS refuses in
/// its own words what the prover says that it refuses.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    const string NotByIdentity = "because no identity-based policy allows the ";
    EmulatorFixture _emulator = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorFixture.StartAsync();
        PutTeam("TeamA");
        PutTeam("TeamB");
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Vend_session_of_one_person_opens_nobody_elses_studio()
    {
        var broker = await _emulator.BrokerAsync();
        foreach (var profile in new[] { "a1-team1", "a2-team1" })
        {
            await broker.JsonAsync("CreateUserProfile", ProfileOf(profile), Ct);
        }

        var session = await _emulator.VendAsync("a1", "a1-team1");
        var opened = await session.JsonAsync("CreatePresignedDomainUrl", Presign("a1-team1"), Ct);
        var error = await Assert.ThrowsAsync<WireException>(() => session.JsonAsync("CreatePresignedDomainUrl", Presign("a2-team1"), Ct));

        Assert.NotNull(opened["AuthorizedUrl"]);
        Assert.Equal("AccessDeniedException", error.Code);
        Assert.Contains("sagemaker:CreatePresignedDomainUrl", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_teams_see_the_name_of_an_experiment_and_nothing_in_it()
    {
        await MakeAsync("a1", "TeamA", "exp-a1");
        var stranger = await StudioOfAsync("b1", "TeamB");

        var names = await stranger.JsonAsync("ListExperiments", [], Ct);
        var error = await Assert.ThrowsAsync<WireException>(() => stranger.JsonAsync("DescribeExperiment", Named("exp-a1"), Ct));

        Assert.Equal("exp-a1", names["ExperimentSummaries"]![0]!["ExperimentName"]!.ToString());
        Assert.EndsWith($"{NotByIdentity}sagemaker:DescribeExperiment action", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colleague_reads_an_experiment_and_neither_changes_nor_deletes_it()
    {
        await MakeAsync("a1", "TeamA", "exp-a1");
        var colleague = await StudioOfAsync("a2", "TeamA");

        var seen = await colleague.JsonAsync("DescribeExperiment", Named("exp-a1"), Ct);
        var change = await Assert.ThrowsAsync<WireException>(() => colleague.JsonAsync("UpdateExperiment", Named("exp-a1"), Ct));
        var delete = await Assert.ThrowsAsync<WireException>(() => colleague.JsonAsync("DeleteExperiment", Named("exp-a1"), Ct));

        Assert.Equal("exp-a1", seen["ExperimentName"]!.ToString());
        Assert.EndsWith($"{NotByIdentity}sagemaker:UpdateExperiment action", change.Text, StringComparison.Ordinal);
        Assert.EndsWith($"{NotByIdentity}sagemaker:DeleteExperiment action", delete.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maker_changes_and_deletes_what_is_theirs()
    {
        var maker = await MakeAsync("a1", "TeamA", "exp-a1");

        await maker.JsonAsync("UpdateExperiment", new() { ["ExperimentName"] = "exp-a1", ["Description"] = "Second try" }, Ct);
        var changed = await maker.JsonAsync("DescribeExperiment", Named("exp-a1"), Ct);
        await maker.JsonAsync("DeleteExperiment", Named("exp-a1"), Ct);

        Assert.Equal("Second try", changed["Description"]!.ToString());
    }

    [Theory]
    [InlineData("AddTags", "TeamB")]
    [InlineData("DeleteTags", null)]
    public async Task Nobody_retags_what_isolation_rests_on(string operation, string? value)
    {
        var maker = await MakeAsync("a1", "TeamA", "exp-a1");
        var input = new JsonObject { ["ResourceArn"] = Arn("exp-a1") };
        if (value is null)
        {
            input["TagKeys"] = new JsonArray("team");
        }
        else
        {
            input["Tags"] = Tags(("team", value));
        }

        var error = await Assert.ThrowsAsync<WireException>(() => maker.JsonAsync(operation, input, Ct));

        Assert.Contains("with an explicit deny in", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Studio_itself_is_not_opened_once_the_access_has_ended_and_nobody_in_it_takes_the_mark_away()
    {
        var broker = await _emulator.BrokerAsync();
        var input = ProfileOf("a1");
        input["Tags"] = Tags(("studiouserid", "a1"), ("team", "TeamA"));
        await broker.JsonAsync("CreateUserProfile", input, Ct);
        var studio = await StudioOfAsync("a1", "TeamA");
        var profile = $"arn:aws:sagemaker:{Seeds.Region}:{Seeds.Account}:user-profile/{Seeds.Domain}/a1";
        await studio.JsonAsync("CreatePresignedDomainUrl", Presign("a1"), Ct);

        await broker.JsonAsync("AddTags", new() { ["ResourceArn"] = profile, ["Tags"] = Tags(("access-ended", "2026-11-23T10:00:00Z")) }, Ct);
        var open = await Assert.ThrowsAsync<WireException>(() => studio.JsonAsync("CreatePresignedDomainUrl", Presign("a1"), Ct));
        var unmark = await Assert.ThrowsAsync<WireException>(
            () => studio.JsonAsync("DeleteTags", new() { ["ResourceArn"] = profile, ["TagKeys"] = new JsonArray("Access-Ended") }, Ct));

        Assert.Contains("with an explicit deny in an identity-based policy", open.Text, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny in an identity-based policy", unmark.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TeamB", "a1")]
    [InlineData("TeamA", "a2")]
    [InlineData("TeamA", null)]
    [InlineData(null, "a1")]
    public async Task Nothing_is_made_in_the_name_of_another_team_or_person_or_of_nobody(string? team, string? owner)
    {
        var session = await StudioOfAsync("a1", "TeamA");
        var tags = new[] { ("team", team), ("owner", owner) }.Where(t => t.Item2 is not null).Select(t => (t.Item1, t.Item2!)).ToArray();

        var error = await Assert.ThrowsAsync<WireException>(
            () => session.JsonAsync("CreateExperiment", new() { ["ExperimentName"] = "exp", ["Tags"] = Tags(tags) }, Ct));

        Assert.Equal("AccessDeniedException", error.Code);
    }

    [Fact]
    public async Task Boundary_holds_when_somebody_attaches_every_right_to_the_role()
    {
        await MakeAsync("a1", "TeamA", "exp-a1");
        PutTeam("TeamB", SeedPolicies.AllowAll);
        var stranger = await StudioOfAsync("b1", "TeamB");

        var error = await Assert.ThrowsAsync<WireException>(() => stranger.JsonAsync("DescribeExperiment", Named("exp-a1"), Ct));

        Assert.Contains("permissions boundary", error.Text, StringComparison.Ordinal);
    }

    // The role as the catalogue makes it, but for who becomes it: SageMaker itself is not emulated, so the test stands in for it.
    void PutTeam(string team, params string[] more)
    {
        var parameters = GuardrailParameters.Default.With(("account", [Seeds.Account]), ("region", [Seeds.Region]));
        string Text(string id) => GuardrailCatalogue.Get(id).Render(parameters).ToJsonString();
        _emulator.World.PutRole(Seeds.Account, new(team, Trust)
        {
            Path = "/studio/",
            Policies = [.. RoleSet.SharedPolicies.Select(Text), .. more],
            PermissionsBoundary = Text("execution-boundary"),
            Tags = new Dictionary<string, string> { ["team"] = team },
        });
    }

    async Task<RawClient> MakeAsync(string person, string team, string experiment)
    {
        var session = await StudioOfAsync(person, team);
        await session.JsonAsync("CreateExperiment", new() { ["ExperimentName"] = experiment, ["Tags"] = Tags(("team", team), ("owner", person)) }, Ct);
        return session;
    }

    async Task<RawClient> StudioOfAsync(string person, string team)
    {
        var sts = _emulator.Sts(new Amazon.Runtime.BasicAWSCredentials(Seeds.TargetKey.Id, Seeds.TargetKey.Secret));
        var session = await sts.AssumeRoleAsync(
            new() { RoleArn = $"arn:aws:iam::{Seeds.Account}:role/studio/{team}", RoleSessionName = "SageMaker", SourceIdentity = person }, Ct);
        return _emulator.Raw(session.Credentials);
    }

    static JsonObject Named(string experiment) => new() { ["ExperimentName"] = experiment };

    static string Arn(string experiment) => $"arn:aws:sagemaker:{Seeds.Region}:{Seeds.Account}:experiment/{experiment}";

    static JsonArray Tags(params (string Key, string Value)[] tags)
        => [.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })];

    static JsonObject Presign(string profile) => new() { ["DomainId"] = Seeds.Domain, ["UserProfileName"] = profile };

    static JsonObject ProfileOf(string profile) => new()
    {
        ["DomainId"] = Seeds.Domain,
        ["UserProfileName"] = profile,
        ["UserSettings"] = new JsonObject { ["ExecutionRole"] = Seeds.TeamRole },
        ["Tags"] = Tags(("studiouserid", profile.Split('-')[0]), ("team", "Team1"), ("managed-by", "studio-control-plane")),
    };

    static string Trust => """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/admin"},
        "Action":["sts:AssumeRole","sts:SetSourceIdentity"]}]}
        """;
}
