using ControlPlane.SignIn;
using ControlPlane.Teams;
using Xunit;

namespace ControlPlane.Isolation;

public sealed class CatalogSeatsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_assigned_has_a_seat_and_a_placement_without_people_has_somebody()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Account(A.Dublin), A.Domain(A.Dublin), A.Team(TeamId.Parse("Team2"), new Placement(A.Dublin)));
        await world.LaunchAsync();

        var seats = (await world.Get<CatalogSeats>().ReadAsync(Ct)).Seats;

        Assert.Equal(["user1 · Team1", "somebody-of-Team2 · Team2"], seats.Select(s => s.Label));
        Assert.Equal(("user1-Team1", A.Frankfurt.Account.ToString(), A.Frankfurt.Domain.ToString()), (seats[0].Profile, seats[0].Account, seats[0].Domain));
    }

    [Fact]
    public async Task A_placement_whose_role_is_in_another_account_has_no_seat()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team() with { ExecutionRole = "arn:aws:iam::999988887777:role/elsewhere" });

        Assert.Empty((await world.Get<CatalogSeats>().ReadAsync(Ct)).Seats);
    }

    [Fact]
    public async Task The_seat_of_a_pair_is_that_of_its_assignment_or_the_one_that_it_would_get()
    {
        await using var world = await new World().WithUser1Async();
        var seats = world.Get<CatalogSeats>();

        var coming = await seats.FindAsync(A.User1, A.Team1, Ct);
        await world.LaunchAsync();

        Assert.Equal(coming, await seats.FindAsync(A.User1, A.Team1, Ct));
        Assert.Null(await seats.FindAsync(A.User1, TeamId.Parse("Nowhere"), Ct));
    }
}
