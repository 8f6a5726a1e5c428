using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Proving;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Proving;

public sealed class ProverTests
{
    static readonly Lazy<ProofResult> s_small = new(() => Prove(AWorld.Small()));

    public static TheoryData<string> Ids => [.. Prover.Cases.Select(c => c.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Shipped_policies_do_what_the_case_says(string id)
    {
        var proof = s_small.Value.Shipped.Single(c => c.Case.Id == id);

        Assert.True(proof.Holds, string.Join('\n', proof.Differences.Select(d => $"{d.Asking.Label} → {d.Target.Label}: {d.Action} on {d.Resource}: {d.Decision.Reason}")));
        Assert.True(proof.Asked > 0);
    }

    // What each guide's printed policies get wrong when teams share an account, by the case that shows it.
    [Theory]
    [InlineData(Guide.TeamManagement, "open-at-the-gateway", "open-from-studio", "open-as-administrator", "open-as-broker", "see-across-teams", "data-across-teams", "retag", "retag-profile",
        "delete-app", "add-tags-at-create", "update-domain", "other-domain", "administrator-retags")]
    [InlineData(Guide.ResourceIsolation, "open-at-the-gateway", "open-from-studio", "see-across-teams", "change-in-team", "apps", "pass-role", "retag", "retag-profile", "delete-app", "missing-tag",
        "add-tags-at-create", "update-domain", "search", "shared-space-change")]
    [InlineData(Guide.BestPractices, "open-at-the-gateway", "administrator-profiles", "administrator-domain", "administrator-settings")]
    public void Printed_policies_fail_where_their_guide_promises(Guide guide, params string[] broken)
    {
        var proofs = s_small.Value.Printed.Where(c => ((PrintedBook)c.Book).Guide == guide);

        Assert.Equal(broken.Order(StringComparer.Ordinal), proofs.Where(c => !c.Holds).Select(c => c.Case.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_mistake_of_the_vectors_is_closed_by_its_guardrail()
    {
        var proof = s_small.Value;

        Assert.True(proof.Holds);
        Assert.InRange(proof.Mistakes.Count(), 40, 1000);
        Assert.All(proof.Mistakes, m => Assert.Contains(proof.Vectors, v => v.Vector == m && v.Form is Guardrails.Vectors.PolicyForm.Fixed && v.Passed));
    }

    // Whatever is taken away, the proof says so.
    [Theory]
    [InlineData("team-isolation", "make-own", "see-in-team")]
    [InlineData("owner-isolation", "apps", "change-in-team", "open-from-studio")]
    [InlineData("own-prefix", "folder")]
    [InlineData("pass-own-role", "pass-role")]
    [InlineData("execution-boundary", "widened-change", "widened-see")]
    [InlineData("vend-permissions", "open-at-the-gateway")]
    [InlineData("vend-session", "open-at-the-gateway")]
    [InlineData("presign-endpoint", "elsewhere")]
    [InlineData("presign-gateway", "open-as-administrator")]
    [InlineData("no-retagging", "administrator-retags")]
    [InlineData("studio-roles", "administrator-roles")]
    [InlineData("domain-lockdown", "administrator-domain")]
    [InlineData("studio-settings", "administrator-profiles", "administrator-settings")]
    public void Missing_guardrail_is_noticed(string guardrail, params string[] cases)
    {
        var world = AWorld.Small();

        var proof = Prover.Prove(world, new(Exhaustive: true), [new Without(guardrail, new(world, GuardrailParameters.Default))], GuardrailParameters.Default, TestContext.Current.CancellationToken);

        Assert.Subset(proof.Cases.Where(c => !c.Holds).Select(c => c.Case.Id).ToHashSet(), cases.ToHashSet());
    }

    [Fact]
    public void Teams_that_share_everything_are_kept_apart_too()
    {
        var together = new ProofWorld([.. AWorld.Small().Seats, AWorld.Seat("e1", "TeamE", "777788889999") with { ExecutionRole = "arn:aws:iam::777788889999:role/studio/TeamA" }]).Together();

        var proof = Prove(together);

        Assert.Single(together.Seats.Select(s => s.Domain).Distinct());
        Assert.True(proof.Holds, string.Join('\n', proof.Shipped.SelectMany(c => c.Differences.Select(d => $"{c.Case.Id}: {d.Asking.Label} → {d.Target.Label}: {d.Action}: {d.Decision.Reason}"))));
    }

    [Fact]
    public void Other_tag_keys_networks_and_partition_isolate_as_well()
    {
        var parameters = GuardrailParameters.Default.With(
            ("team-tag", ["Project"]), ("owner-tag", ["made-by"]), ("user-tag", ["person"]), ("private-ranges", ["172.20.0.0/16"]), ("vpc-endpoints", ["vpce-12345678"]));
        var world = new ProofWorld([.. AWorld.Small().Seats.Select(s => s with { Partition = "aws-cn", ExecutionRole = s.ExecutionRole.Replace("aws:", "aws-cn:", StringComparison.Ordinal), BrokerRole = s.BrokerRole.Replace("aws:", "aws-cn:", StringComparison.Ordinal), VendRole = s.VendRole.Replace("aws:", "aws-cn:", StringComparison.Ordinal) })]);

        var proof = Prover.Prove(world, new(Exhaustive: true), Prover.Books(world, parameters, shipped: true, printed: false), parameters, TestContext.Current.CancellationToken);

        Assert.True(proof.Holds, string.Join('\n', proof.Shipped.SelectMany(c => c.Differences.Select(d => $"{c.Case.Id}: {d.Asking.Label} → {d.Target.Label}: {d.Action}: {d.Decision.Reason}"))));
    }

    [Fact]
    public void Teams_that_share_a_role_and_people_that_share_a_profile_are_not_isolated()
    {
        var (a, b) = (AWorld.Seat("a1", "TeamA"), AWorld.Seat("b1", "TeamB"));

        var sharedRole = Prove(new([a, b with { ExecutionRole = a.ExecutionRole }]));
        var sharedProfile = Prove(new([a, b with { Profile = a.Profile.ToLowerInvariant() }]));

        Assert.False(sharedRole.Holds);
        Assert.Contains(a.ExecutionRole, Assert.Single(sharedRole.World.Problems), StringComparison.Ordinal);
        Assert.False(sharedProfile.Holds);
        Assert.Contains(a.Profile, Assert.Single(sharedProfile.World.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_without_source_identity_is_proven_closed_and_remarked()
    {
        var world = new ProofWorld([AWorld.Seat("a1", "TeamA", named: false), AWorld.Seat("a2", "TeamA", named: false)]);

        var proof = Prove(world);

        Assert.True(proof.Holds);
        Assert.Contains("source identity", Assert.Single(world.Remarks), StringComparison.Ordinal);
        Assert.DoesNotContain(proof.Shipped.Single(c => c.Case.Id == "change-in-team").PairStates.Values, s => s.HasFlag(PairState.Allowed));
    }

    [Fact]
    public void Roles_under_any_path_fit_into_the_control_policies_of_many_teams()
    {
        var world = new ProofWorld([.. Enumerable.Range(0, 300).Select(i => AWorld.Seat($"u{i}", $"t{i}") with { ExecutionRole = $"arn:aws:iam::111122223333:role/{(i % 2 == 0 ? "ml/exec/" : "StudioExecution")}T{i}" })]);

        var proof = Prover.Prove(world, new(Exhaustive: false) { Sample = 20 }, Prover.Books(world, GuardrailParameters.Default, shipped: true, printed: false), GuardrailParameters.Default, TestContext.Current.CancellationToken);

        Assert.True(proof.Holds, string.Join('\n', proof.Shipped.SelectMany(c => c.Differences.Select(d => $"{c.Case.Id}: {d.Asking.Label} → {d.Target.Label}: {d.Action}: {d.Decision.Reason}"))));
    }

    [Fact]
    public void Sample_is_the_same_for_the_same_seed_and_holds_every_team()
    {
        var world = AWorld.Of(30);

        var first = new ProofPlan(Exhaustive: false) { Sample = 100, Seed = 7 }.PairsOf(world);

        Assert.Equal(first, new ProofPlan(Exhaustive: false) { Sample = 100, Seed = 7 }.PairsOf(world));
        Assert.NotEqual(first, new ProofPlan(Exhaustive: false) { Sample = 100, Seed = 8 }.PairsOf(world));
        Assert.Equal((30 * 4) + 100, first.Count);
        Assert.Equal(60 * 60, new ProofPlan(Exhaustive: true).PairsOf(world).Count);
    }

    static ProofResult Prove(ProofWorld world)
        => Prover.Prove(world, new(Exhaustive: true), Prover.Books(world, GuardrailParameters.Default, shipped: true, printed: true), GuardrailParameters.Default, TestContext.Current.CancellationToken);

    sealed class Without(string guardrail, ShippedBook shipped) : PolicyBook
    {
        public override string Id => "without";

        public override string Title => "Without";

        internal override PolicySet PoliciesOf(Actor actor)
        {
            var all = shipped.PoliciesOf(actor);
            return all with
            {
                Identity = [.. all.Identity.Where(Stays)],
                Boundary = all.Boundary is { } boundary && Stays(boundary) ? boundary : null,
                Session = all.Session is { } session && session.All(Stays) ? session : null,
                ServiceControl = [.. all.ServiceControl.Select(l => l with { Policies = [.. l.Policies.Where(Stays)] })],
            };
        }

        internal override Policy? TrustOf(TrustedRole role, Seat seat) => shipped.TrustOf(role, seat);

        bool Stays(Policy policy) => policy.Name != guardrail;
    }
}
