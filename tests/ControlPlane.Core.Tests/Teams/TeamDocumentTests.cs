using ControlPlane.Entitlements;
using ControlPlane.SignIn;
using ControlPlane.Users;
using Xunit;

namespace ControlPlane.Teams;

public sealed class TeamDocumentTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Team_that_was_written_before_teams_had_owners_has_none()
    {
        await using var world = new World();
        await world.PutAsync(A.Team());
        var document = (await world.Store.FindAsync("teams/Team1", Ct))!;
        var old = System.Text.Encoding.UTF8.GetString(document.Value.Span).Replace(",\"owners\":[]", "", StringComparison.Ordinal);
        await world.Store.TryWriteAsync([new("teams/Team1", System.Text.Encoding.UTF8.GetBytes(old))], Ct);

        var team = await world.Get<TeamCatalog>().FindAsync(A.Team1, Ct);

        Assert.DoesNotContain("owners", old, StringComparison.Ordinal);
        Assert.Empty(team!.Owners);
        Assert.False(await world.Get<TeamOwners>().OwnsAsync(A.Principal(), A.Team1, Ct));
    }

    [Fact]
    public async Task Owners_come_back_as_they_were_written()
    {
        await using var world = new World();
        EntitlementSubject[] owners = [EntitlementSubject.Of(A.User1), EntitlementSubject.Of(GroupId.Parse("all: leads"))];

        await world.PutAsync(A.Team() with { Owners = owners });

        Assert.Equal(owners, (await world.Get<TeamCatalog>().FindAsync(A.Team1, Ct))!.Owners);
    }
}
