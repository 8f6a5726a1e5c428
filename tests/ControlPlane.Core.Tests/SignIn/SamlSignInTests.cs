using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class SamlSignInTests
{
    const string Link = "http://schemas.microsoft.com/claims/groups.link";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_seeds_user_lands_in_the_teams_domain()
    {
        await using var world = await new World().WithUser1Async();

        var launch = Assert.IsType<LaunchOutcome>(await world.AcceptAsync());

        Assert.Equal("accounts/111111111111/regions/eu-central-1/domains/d-frankfurt/profiles/user1-Team1", launch.Route.Profile.ToString());
        Assert.Equal("https://studio.example/auth?token=secret-1", launch.Url.Reveal().ToString());
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(world.Accounts.Orders).UrlLifetime);
        var record = await world.RecordOfAsync(launch.Reference.ToString());
        Assert.Equal(FlightOutcome.Launched, record.Outcome);
        Assert.Equal(("user1", "Team1", "corp"), (record.User, record.Team, record.IdentityProvider));
        Assert.Equal(
            ["accept", "verify", "consume", "identify", "entitlement", "route", "profile", "audit", "vend"],
            record.Steps.Select(step => step.Step));
        Assert.All(record.Steps, step => Assert.Equal(StepVerdict.Passed, step.Verdict));
    }

    [Fact]
    public async Task An_assertion_is_accepted_once_on_any_replica_at_any_speed()
    {
        await using var world = await new World().WithUser1Async();
        await using var replica = world.Replica();
        SignInFlow[] flows = [world.Flow, replica.GetRequiredService<SignInFlow>()];
        var post = world.Post();

        var ends = await world.RunAsync(Task.WhenAll(Enumerable.Range(0, 40).Select(i => World.EndOfAsync(() => flows[i % 2].AcceptAsync(post, Ct)))));

        Assert.Single(ends, end => end is null);
        Assert.Equal(39, ends.Count(end => end is RefusedException { Reason: "SAML_REPLAYED" }));
        Assert.Equal(1, world.Accounts.Vends);
    }

    [Fact]
    public async Task An_assertion_whose_sign_in_was_refused_is_used_up_all_the_same()
    {
        await using var world = new World();
        var post = world.Post();

        var first = await world.RefusalOfAsync(() => world.Flow.AcceptAsync(post, Ct));
        var second = await world.RefusalOfAsync(() => world.Flow.AcceptAsync(post, Ct));

        Assert.Equal(("USER_UNKNOWN", "SAML_REPLAYED"), (first.Reason, second.Reason));
    }

    [Fact]
    public async Task An_assertion_for_another_audience_is_refused_and_tells_nothing_of_users()
    {
        await using var world = await new World().WithUser1Async();

        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(new() { Audience = "https://other.example" }));

        Assert.Equal("SAML_AUDIENCE_MISMATCH", refusal.Reason);
        Assert.Equal(RefusalKind.Unauthenticated, refusal.Kind);
        var record = await world.RecordOfAsync(refusal.Metadata["sign_in"]);
        Assert.Null(record.User);
        Assert.Equal(StepVerdict.Failed, record.Steps.Single(s => s.Step == "verify").Verdict);
        Assert.All(record.Steps.SkipWhile(s => s.Step != "consume"), s => Assert.Equal(StepVerdict.Skipped, s.Verdict));
        Assert.DoesNotContain(await world.StoredTextAsync("audit/"), e => e.Contains("user1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_post_is_refused()
    {
        await using var world = new World();

        var refusal = await world.RefusalOfAsync(() => world.Flow.AcceptAsync(new("", null, null, new(null)), Ct));

        Assert.Equal("SAML_RESPONSE_MISSING", refusal.Reason);
        Assert.Equal(9, (await world.RecordOfAsync(refusal.Metadata["sign_in"])).Steps.Count);
    }

    public static TheoryData<string, (string, string)[]> Words() => new()
    {
        { "USER_ATTRIBUTE_MISSING", [("teamid", "Team1")] },
        { "USER_ATTRIBUTE_MISSING", [("ssouserid", ""), ("teamid", "Team1")] },
        { "USER_ID_MALFORMED", [("ssouserid", "user 1"), ("teamid", "Team1")] },
        { "USER_UNKNOWN", [("ssouserid", "nobody"), ("teamid", "Team1")] },
        { "TEAM_MALFORMED", [("ssouserid", "user1"), ("teamid", "../Team1")] },
        { "ENTITLEMENT_NOT_FOUND", [("ssouserid", "user1"), ("teamid", "Team2")] },
        { "ENTITLEMENT_NOT_FOUND", [("ssouserid", "user1"), ("teamid", "Team10")] },
        { "ENTITLEMENT_NOT_FOUND", [("ssouserid", "user1"), ("teamid", "team1")] },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Words_that_name_nobody_or_nothing_are_refused(string reason, (string, string)[] attributes)
    {
        await using var world = await new World().WithUser1Async();

        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(new() { Attributes = attributes }));

        Assert.Equal(reason, refusal.Reason);
        Assert.NotNull(refusal.Fix);
        Assert.Equal(0, world.Accounts.Creates + world.Accounts.Vends);
    }

    [Fact]
    public void Two_users_or_two_teams_in_one_assertion_are_refused_even_if_the_validator_lets_them_by()
    {
        var assertion = new Saml.Assertion
        {
            Id = "_1",
            Issuer = "https://idp.example",
            Subject = new("user1", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
            IssueInstant = default,
            AuthnInstant = default,
            ReplayableUntil = default,
            Attributes = [new("ssouserid", ["user1", "user2"]), new("teamid", ["Team1", "Team2"]), new("uid", ["user1", "user1"])],
        };
        var post = new SamlPost("x", null, null, new(null));

        string ReasonOf(string user) => Assert.Throws<RefusedException>(() => AssertionReader.Read(assertion, "corp", new() { UserAttribute = user }, post)).Reason;

        Assert.Equal(("USER_AMBIGUOUS", "TEAM_AMBIGUOUS", "USER_ID_TRANSIENT"), (ReasonOf("ssouserid"), ReasonOf("uid"), ReasonOf("NameID")));
    }

    [Fact]
    public async Task The_subject_itself_can_name_the_user()
    {
        await using var world = await new World(null, ("IdentityProviders:corp:UserAttribute", "NameID")).WithUser1Async();

        Assert.IsType<LaunchOutcome>(await world.AcceptAsync(new() { NameId = "user1", Attributes = [("teamid", "Team1")] }));
    }

    [Fact]
    public async Task The_relays_team_counts_when_the_assertion_names_none_and_must_agree_when_it_does()
    {
        await using var world = await new World().WithUser1Async();
        var silent = new SamlWords { Attributes = [("ssouserid", "user1"), ("teamid", "")] };

        var launch = Assert.IsType<LaunchOutcome>(await world.AcceptAsync(silent, new(A.Team1, "my-space", "studio::relative/path")));
        var agreed = await world.AcceptAsync(relay: new(A.Team1));
        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(relay: new(A.Team2)));

        Assert.Equal(A.Team1, launch.Route.Team.Id);
        Assert.IsType<LaunchOutcome>(agreed);
        Assert.Equal("TEAM_MISMATCH", refusal.Reason);
        Assert.Equal(("my-space", "studio::relative/path"), (world.Accounts.Orders.First().Space, world.Accounts.Orders.First().LandingUri));
    }

    [Fact]
    public async Task A_group_may_name_the_team_and_the_only_team_needs_no_choice()
    {
        await using var world = new World();
        await world.PutAsync(
            A.Account(A.Frankfurt), A.Domain(), A.Team(), A.User(), A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });

        var launch = await world.AcceptAsync(new() { Attributes = [("ssouserid", "user1"), ("groups", "others"), ("groups", "scientists")] });

        Assert.Equal(A.Team1, Assert.IsType<LaunchOutcome>(launch).Route.Team.Id);
        Assert.Equal("Team1", (await world.RecordOfAsync(launch.Reference.ToString())).Team);
    }

    [Fact]
    public async Task Who_has_no_team_at_all_is_told_so_and_that_groups_were_not_sent()
    {
        await using var world = new World();
        await world.PutAsync(A.User());

        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(new() { Attributes = [("ssouserid", "user1"), (Link, "https://graph.example/groups")] }));

        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
        Assert.Contains("link instead of the groups", refusal.Message, StringComparison.Ordinal);
        var identify = (await world.RecordOfAsync(refusal.Metadata["sign_in"])).Steps.Single(s => s.Step == "identify");
        Assert.Equal("not sent: too many", identify.Facts["groups"]);
    }

    [Fact]
    public async Task A_user_without_a_record_may_come_by_a_group_when_the_provider_is_trusted_with_that()
    {
        await using var world = new World(null, ("IdentityProviders:corp:AcceptUnknownUsers", "true"));
        await world.PutAsync(A.Account(A.Frankfurt), A.Domain(), A.Team(), A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });

        var launch = await world.AcceptAsync(new() { Attributes = [("ssouserid", "new"), ("groups", "scientists"), ("teamid", "Team1")] });
        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(new() { Attributes = [("ssouserid", "other"), ("teamid", "Team1")] }));

        Assert.Equal("new-Team1", Assert.IsType<LaunchOutcome>(launch).Route.Profile.Profile);
        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
    }

    [Theory]
    [InlineData("IDENTITY_PROVIDER_NOT_ALLOWED", "other", null)]
    [InlineData("IDENTITY_PROVIDER_NOT_ALLOWED", null, "false")]
    [InlineData(null, "corp", "false")]
    [InlineData(null, null, "true")]
    public async Task A_provider_speaks_only_for_its_own_users(string? reason, string? pin, string? speaksForAll)
    {
        await using var world = await new World(null, ("IdentityProviders:corp:SpeaksForAllUsers", speaksForAll ?? "true")).WithUser1Async();
        await world.PutAsync(A.User() with { IdentityProviders = pin is null ? [] : [pin] });

        var end = await Record.ExceptionAsync(() => world.AcceptAsync());

        Assert.Equal(reason, (end as RefusedException)?.Reason);
    }

    [Fact]
    public async Task A_suspended_user_is_refused()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.User() with { State = UserState.Suspended });

        Assert.Equal("USER_SUSPENDED", (await world.RefusalOfAsync(() => world.AcceptAsync())).Reason);
    }

    [Theory]
    [InlineData("https://refeds.org/profile/mfa", "none", true)]
    [InlineData("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "mfa", true)]
    [InlineData("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "pwd", false)]
    public async Task More_than_one_factor_is_proved_by_the_context_or_an_attribute(string context, string amr, bool proved)
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team() with { Conditions = new() { RequireMfa = true } });
        var words = new SamlWords { ContextClass = context, Attributes = [("ssouserid", "user1"), ("teamid", "Team1"), ("amr", amr)] };

        var end = await Record.ExceptionAsync(() => world.AcceptAsync(words));

        Assert.Equal(proved ? null : "MFA_REQUIRED", (end as RefusedException)?.Reason);
    }

    [Fact]
    public async Task The_providers_own_end_of_session_bounds_ours()
    {
        await using var world = await new World().WithUser1Async();

        var launch = await world.AcceptAsync(new() { SessionLasts = TimeSpan.FromHours(1) });
        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync(new() { SessionLasts = TimeSpan.FromMinutes(10) }));

        // The clock goes on while it runs.
        Assert.InRange(Assert.IsType<LaunchOutcome>(launch).Route.SessionLength, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal("SESSION_TOO_SHORT", refusal.Reason);
    }

    [Fact]
    public async Task STS_confirms_first_when_the_provider_asks_for_it()
    {
        await using var world = await new World(
            null,
            ("IdentityProviders:corp:StsSamlProvider", "arn:aws:iam::111111111111:saml-provider/corp"),
            ("IdentityProviders:corp:StsRole", "arn:aws:iam::111111111111:role/saml")).WithUser1Async();

        await world.AcceptAsync();
        world.Accounts.OnConfirm = _ => new RefusedException(RefusalKind.Unauthenticated, "SAML_STS_REFUSED", "STS does not believe it.");
        var refusal = await world.RefusalOfAsync(() => world.AcceptAsync());

        Assert.Equal("arn:aws:iam::111111111111:saml-provider/corp arn:aws:iam::111111111111:role/saml", Assert.Single(world.Accounts.Confirmed));
        Assert.Equal("SAML_STS_REFUSED", refusal.Reason);
        Assert.Equal(1, world.Accounts.Vends);
    }
}
