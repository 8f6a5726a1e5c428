using ControlPlane.V1;
using Grpc.Core;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class UserServiceTests : IAsyncLifetime
{
    RunningCatalog _catalog = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _catalog = await RunningCatalog.StartAsync();

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task User_is_created_read_listed_changed_and_deleted()
    {
        var created = await _catalog.Users.CreateUserAsync(
            new() { UserId = "saml%7Cada", User = new() { DisplayName = "Ada", Email = "ada@example.com", Groups = { "groups/eng%20ops" }, Labels = { ["env"] = "x" } } },
            _catalog.Operator, cancellationToken: Ct);
        var listed = await _catalog.Users.ListUsersAsync(
            new() { Filter = "groups:\"groups/eng%20ops\" AND labels.env = x AND state = ACTIVE" }, _catalog.Operator, cancellationToken: Ct);
        var suspended = await _catalog.Users.UpdateUserAsync(
            new() { User = new() { Name = created.Name, State = User.Types.State.Suspended }, UpdateMask = new() { Paths = { "state" } } },
            _catalog.Operator, cancellationToken: Ct);
        await _catalog.Users.DeleteUserAsync(new() { Name = created.Name, Etag = suspended.Etag }, _catalog.Operator, cancellationToken: Ct);
        var gone = await RunningCatalog.RefusedAsync(_catalog.Users.GetUserAsync(new() { Name = created.Name }, _catalog.Operator, cancellationToken: Ct));
        var anew = await _catalog.Users.CreateUserAsync(new() { UserId = "SAML%7Cada", User = new() }, _catalog.Operator, cancellationToken: Ct);

        Assert.Equal("users/saml%7Cada", created.Name);
        Assert.Equal(created, Assert.Single(listed.Users));
        Assert.Equal((User.Types.State.Suspended, "Ada"), (suspended.State, suspended.DisplayName));
        Assert.Equal("RESOURCE_NOT_FOUND", gone.Reason);
        Assert.Equal("users/SAML%7Cada", anew.Name);
    }

    [Fact]
    public async Task User_who_differs_by_case_alone_is_refused()
    {
        var refused = await RunningCatalog.RefusedAsync(_catalog.Users.CreateUserAsync(
            new() { UserId = "USER1", User = new() }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_DIFFERS_BY_CASE"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task User_with_rights_or_assignments_is_in_use()
    {
        await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team2" }, _catalog.Server.As("user2"), cancellationToken: Ct);

        var both = await RunningCatalog.RefusedAsync(_catalog.Users.DeleteUserAsync(new() { Name = "users/user2" }, _catalog.Operator, cancellationToken: Ct));
        await _catalog.Entitlements.DeleteEntitlementAsync(new() { Name = "teams/Team2/entitlements/user-user2" }, _catalog.Operator, cancellationToken: Ct);
        var assigned = await RunningCatalog.RefusedAsync(_catalog.Users.DeleteUserAsync(new() { Name = "users/user2" }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal((StatusCode.FailedPrecondition, "RESOURCE_IN_USE"), (both.Code, both.Reason));
        Assert.Contains("teams/Team2/entitlements/user-user2", both.Message, StringComparison.Ordinal);
        Assert.Contains("users/user2/assignments/Team2", both.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("entitlements", assigned.Message, StringComparison.Ordinal);
        Assert.Equal("RESOURCE_IN_USE", assigned.Reason);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var refused = await RunningCatalog.RefusedAsync(_catalog.Users.CreateUserAsync(
            new()
            {
                UserId = "ada",
                User = new()
                {
                    DisplayName = new('x', 257),
                    Email = "a\nb",
                    Groups = { "groups/a", "groups/a", "teams/b" },
                    IdentityProviders = { "", "dev", "dev" },
                },
            },
            _catalog.Operator, cancellationToken: Ct));

        Assert.Equal("REQUEST_INVALID", refused.Reason);
        Assert.Contains("user.display_name", refused.Fields);
        Assert.Contains("user.email", refused.Fields);
        Assert.Contains("user.identity_providers[0]", refused.Fields);
        Assert.Contains("user.identity_providers[2]", refused.Fields);
        Assert.Contains("user.groups[2]", refused.Fields);
    }

    [Fact]
    public async Task Group_is_created_read_listed_changed_and_deleted()
    {
        var created = await _catalog.Groups.CreateGroupAsync(
            new() { GroupId = "CN=eng,OU=groups", Group = new() { DisplayName = "Engineers" } }, _catalog.Operator, cancellationToken: Ct);
        var changed = await _catalog.Groups.UpdateGroupAsync(
            new() { Group = new() { Name = created.Name, DisplayName = "All engineers" } }, _catalog.Operator, cancellationToken: Ct);
        var listed = await _catalog.Groups.ListGroupsAsync(new() { Filter = "display_name:engineers" }, _catalog.Operator, cancellationToken: Ct);
        await _catalog.Groups.DeleteGroupAsync(new() { Name = created.Name }, _catalog.Operator, cancellationToken: Ct);
        var absent = await _catalog.Groups.DeleteGroupAsync(new() { Name = created.Name, AllowMissing = true }, _catalog.Operator, cancellationToken: Ct);

        Assert.Equal("groups/CN=eng,OU=groups", created.Name);
        Assert.Equal(changed, Assert.Single(listed.Groups));
        Assert.NotNull(absent);
    }
}
