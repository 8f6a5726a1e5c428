using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class AssignmentServiceTests : IAsyncLifetime
{
    const string Domain1 = $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}";
    const string Domain2 = $"accounts/{TestWorld.Account2}/regions/{TestWorld.Region}/domains/{TestWorld.Domain2}";
    const string Name = "users/user1/assignments/Team1";
    RunningCatalog _catalog = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _catalog = await RunningCatalog.StartAsync();

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task Pinned_person_is_launched_where_the_pin_says()
    {
        var pinned = await CreateAsync();

        var launch = await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user1"), cancellationToken: Ct);

        Assert.Equal((Name, "users/user1", "teams/Team1", Domain1), (pinned.Name, pinned.User, pinned.Team, pinned.Domain));
        Assert.Equal($"{Domain1}/profiles/user1-Team1", pinned.Profile);
        Assert.Equal("near the data", pinned.PlacementReason);
        Assert.Equal(pinned.Profile, launch.Route.ProfileName);
    }

    [Fact]
    public async Task Sign_in_made_one_that_is_read_listed_and_labelled()
    {
        await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user1"), cancellationToken: Ct);

        var read = await _catalog.Assignments.GetAssignmentAsync(new() { Name = Name }, _catalog.Operator, cancellationToken: Ct);
        var labelled = await _catalog.Assignments.UpdateAssignmentAsync(
            new() { Assignment = new() { Name = Name, Labels = { ["env"] = "x" }, Etag = read.Etag }, UpdateMask = new() { Paths = { "labels" } } },
            _catalog.Operator, cancellationToken: Ct);
        var listed = await _catalog.Assignments.ListAssignmentsAsync(
            new() { Parent = "users/-", Filter = $"domain = \"{Domain1}\" AND labels.env = x" }, _catalog.Operator, cancellationToken: Ct);
        var moved = await RunningCatalog.RefusedAsync(_catalog.Assignments.UpdateAssignmentAsync(
            new() { Assignment = new() { Name = Name, Domain = Domain2 }, UpdateMask = new() { Paths = { "domain" } } }, _catalog.Operator, cancellationToken: Ct));
        var again = await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user1"), cancellationToken: Ct);

        Assert.Equal("x", labelled.Labels["env"]);
        Assert.Equal(labelled, Assert.Single(listed.Assignments));
        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_INVALID"), (moved.Code, moved.Reason));
        Assert.Equal(read.Profile, again.Route.ProfileName);
    }

    [Fact]
    public async Task Domain_must_be_a_placement_of_the_team_and_the_user_and_team_must_be_there()
    {
        var elsewhere = await RunningCatalog.RefusedAsync(Create(new() { Parent = "users/user1", AssignmentId = "Team1", Assignment = new() { Domain = Domain2 } }));
        var missing = await RunningCatalog.RefusedAsync(Create(new() { Parent = "users/user1", AssignmentId = "Team1", Assignment = new() }));
        var nobody = await RunningCatalog.RefusedAsync(Create(new() { Parent = "users/nobody", AssignmentId = "Team1", Assignment = new() { Domain = Domain1 } }));
        var nowhere = await RunningCatalog.RefusedAsync(Create(new() { Parent = "users/user1", AssignmentId = "Nowhere", Assignment = new() { Domain = Domain1 } }));

        Assert.Equal(("REQUEST_INVALID", "assignment.domain"), (elsewhere.Reason, Assert.Single(elsewhere.Fields)));
        Assert.Equal(("REQUEST_INVALID", "assignment.domain"), (missing.Reason, Assert.Single(missing.Fields)));
        Assert.Equal((StatusCode.NotFound, "RESOURCE_NOT_FOUND"), (nobody.Code, nobody.Reason));
        Assert.Equal("REQUEST_INVALID", nowhere.Reason);
    }

    [Fact]
    public async Task One_whose_profile_was_never_made_can_be_deleted_and_made_anew()
    {
        var pinned = await CreateAsync();
        var twice = await RunningCatalog.RefusedAsync(Create(Request()));

        await _catalog.Assignments.DeleteAssignmentAsync(new() { Name = Name, Etag = pinned.Etag }, _catalog.Operator, cancellationToken: Ct);
        var anew = await CreateAsync();

        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), (twice.Code, twice.Reason));
        Assert.Equal(pinned.Profile, anew.Profile);
    }

    [Fact]
    public async Task One_whose_profile_may_exist_is_in_use()
    {
        await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user1"), cancellationToken: Ct);

        var refused = await RunningCatalog.RefusedAsync(_catalog.Assignments.DeleteAssignmentAsync(new() { Name = Name }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal((StatusCode.FailedPrecondition, "RESOURCE_IN_USE"), (refused.Code, refused.Reason));
        Assert.Contains("user1-Team1", refused.Message, StringComparison.Ordinal);
    }

    static CreateAssignmentRequest Request() => new()
    {
        Parent = "users/user1",
        AssignmentId = "Team1",
        Assignment = new() { Domain = Domain1, PlacementReason = "near the data" },
    };

    AsyncUnaryCall<Assignment> Create(CreateAssignmentRequest request)
        => _catalog.Assignments.CreateAssignmentAsync(request, _catalog.Operator, cancellationToken: Ct);

    Task<Assignment> CreateAsync() => Create(Request()).ResponseAsync;
}
