using ControlPlane.V1;

namespace ControlPlane.Client;

/// <summary>The standard methods of each kind of resource: one block a kind, all alike.</summary>
static class StandardMethods
{
    public static ResourceCalls<Account> Of(AccountService.AccountServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetAccountAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListAccountsAsync(
                new() { Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Accounts, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateAccountAsync(
            new() { Account = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateAccountAsync(
            new() { Account = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteAccountAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Account>.ReadAsync(
            stub.WatchAccounts(new() { Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Account, m.ResumeToken), ct),
    };

    public static ResourceCalls<Domain> Of(DomainService.DomainServiceClient stub) => new()
    {
        AnyParent = "accounts/-/regions/-",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetDomainAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListDomainsAsync(
                new() { Parent = parent, Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Domains, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateDomainAsync(
            new() { Parent = parent, Domain = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateDomainAsync(
            new() { Domain = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteDomainAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Domain>.ReadAsync(
            stub.WatchDomains(new() { Parent = parent, Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Domain, m.ResumeToken), ct),
    };

    public static ResourceCalls<Team> Of(TeamService.TeamServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetTeamAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListTeamsAsync(
                new() { Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Teams, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateTeamAsync(
            new() { Team = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateTeamAsync(
            new() { Team = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteTeamAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Team>.ReadAsync(
            stub.WatchTeams(new() { Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Team, m.ResumeToken), ct),
    };

    public static ResourceCalls<User> Of(UserService.UserServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetUserAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListUsersAsync(
                new() { Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Users, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateUserAsync(
            new() { User = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateUserAsync(
            new() { User = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteUserAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<User>.ReadAsync(
            stub.WatchUsers(new() { Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.User, m.ResumeToken), ct),
    };

    public static ResourceCalls<Group> Of(GroupService.GroupServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetGroupAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListGroupsAsync(
                new() { Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Groups, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateGroupAsync(
            new() { Group = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateGroupAsync(
            new() { Group = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteGroupAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Group>.ReadAsync(
            stub.WatchGroups(new() { Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Group, m.ResumeToken), ct),
    };

    public static ResourceCalls<Entitlement> Of(EntitlementService.EntitlementServiceClient stub) => new()
    {
        AnyParent = "teams/-",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetEntitlementAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListEntitlementsAsync(
                new() { Parent = parent, Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Entitlements, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateEntitlementAsync(
            new() { Parent = parent, Entitlement = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateEntitlementAsync(
            new() { Entitlement = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteEntitlementAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Entitlement>.ReadAsync(
            stub.WatchEntitlements(new() { Parent = parent, Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Entitlement, m.ResumeToken), ct),
    };

    public static ResourceCalls<Assignment> Of(AssignmentService.AssignmentServiceClient stub) => new()
    {
        AnyParent = "users/-",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetAssignmentAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListAssignmentsAsync(
                new() { Parent = parent, Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Assignments, page.NextPageToken);
        },
        Create = async (parent, resource, how, ct) => await stub.CreateAssignmentAsync(
            new() { Parent = parent, Assignment = resource, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId }, cancellationToken: ct),
        Update = async (resource, mask, how, ct) => await stub.UpdateAssignmentAsync(
            new() { Assignment = resource, UpdateMask = mask, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Delete = async (name, etag, how, ct) => await stub.DeleteAssignmentAsync(
            new() { Name = name, Etag = etag, AllowMissing = how.AllowMissing, ValidateOnly = how.ValidateOnly, RequestId = how.RequestId },
            cancellationToken: ct),
        Watch = (parent, filter, token, ct) => ResourceCalls<Assignment>.ReadAsync(
            stub.WatchAssignments(new() { Parent = parent, Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Assignment, m.ResumeToken), ct),
    };

    public static ResourceCalls<Profile> Of(ProfileService.ProfileServiceClient stub) => new()
    {
        AnyParent = "accounts/-/regions/-/domains/-",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetProfileAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListProfilesAsync(
                new() { Parent = parent, Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Profiles, page.NextPageToken);
        },
        Watch = (parent, filter, token, ct) => ResourceCalls<Profile>.ReadAsync(
            stub.WatchProfiles(new() { Parent = parent, Filter = filter, ResumeToken = token }, cancellationToken: ct), m => (m.Type, m.Profile, m.ResumeToken), ct),
    };

    public static ResourceCalls<Operation> Of(OperationService.OperationServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetOperationAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListOperationsAsync(new() { Filter = query.Filter, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.Operations, page.NextPageToken);
        },
    };

    public static ResourceCalls<AuditEvent> Of(AuditService.AuditServiceClient stub) => new()
    {
        AnyParent = "",
        NameOf = r => r.Name,
        Get = async (name, ct) => await stub.GetAuditEventAsync(new() { Name = name }, cancellationToken: ct),
        List = async (query, parent, token, ct) =>
        {
            var page = await stub.ListAuditEventsAsync(
                new() { Filter = query.Filter, OrderBy = query.OrderBy, PageSize = query.PageSize, PageToken = token }, cancellationToken: ct);
            return new(page.AuditEvents, page.NextPageToken);
        },
        // The log only grows: each message is an event that was added, or a bookmark.
        Watch = (parent, filter, token, ct) => ResourceCalls<AuditEvent>.ReadAsync(
            stub.WatchAuditEvents(new() { Filter = filter, ResumeToken = token }, cancellationToken: ct),
            m => (m.AuditEvent is null ? ChangeType.Bookmark : ChangeType.Added, m.AuditEvent, m.ResumeToken),
            ct),
    };
}
