using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>The organization, its root, units and accounts.</summary>
sealed class TreeOperations(OrganizationRoom room)
{
    // Lists of Organizations have 20 items at most (botocore 1.43.67).
    internal const int PageSize = 20;

    public JsonObject DescribeOrganization(AwsCall call)
    {
        // Every account of the organization may ask (Organizations API).
        var organization = room.Of(call);
        room.Demand(call, "*");
        return new()
        {
            ["Organization"] = new JsonObject
            {
                ["Id"] = organization.Id,
                ["Arn"] = $"arn:aws:organizations::{organization.Management}:organization/{organization.Id}",
                ["FeatureSet"] = "ALL",
                ["MasterAccountArn"] = OrganizationRoom.Arn(organization, organization.Management),
                ["MasterAccountId"] = organization.Management,
                ["MasterAccountEmail"] = Email(organization.Accounts.Single(a => a.Id == organization.Management)),
                ["AvailablePolicyTypes"] = Types(organization),
            },
        };
    }

    public JsonObject ListRoots(AwsCall call)
    {
        var organization = room.Enter(call);
        return Page.Of(call, "Roots", [Root(organization)], Size(call), PageSize);
    }

    public JsonObject ListAccounts(AwsCall call)
    {
        var organization = room.Enter(call);
        return Page.Of(call, "Accounts", [.. organization.Accounts.Select(a => Account(organization, a))], Size(call), PageSize);
    }

    public JsonObject DescribeAccount(AwsCall call)
    {
        var id = call.Members().Text("AccountId");
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, id));
        var account = organization.Accounts.FirstOrDefault(a => a.Id == id) ?? throw OrganizationsErrors.AccountNotFound();
        return new() { ["Account"] = Account(organization, account) };
    }

    public JsonObject ListAccountsForParent(AwsCall call)
    {
        var (organization, parent) = Parent(call);
        var accounts = organization.Accounts.Where(a => organization.ParentOf(a.Id) == parent);
        return Page.Of(call, "Accounts", [.. accounts.Select(a => Account(organization, a))], Size(call), PageSize);
    }

    public JsonObject ListUnitsForParent(AwsCall call)
    {
        var (organization, parent) = Parent(call);
        var units = organization.State.Units.Where(u => u.ParentId == parent);
        return Page.Of(call, "OrganizationalUnits", [.. units.Select(u => Unit(organization, u))], Size(call), PageSize);
    }

    public JsonObject ListParents(AwsCall call)
    {
        var id = call.Members().Text("ChildId");
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, id));
        var parent = organization.ParentOf(id) ?? throw OrganizationsErrors.ChildNotFound();
        var type = parent == organization.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT";
        return Page.Of(call, "Parents", [new JsonObject { ["Id"] = parent, ["Type"] = type }], Size(call), PageSize);
    }

    public JsonObject ListChildren(AwsCall call)
    {
        var members = call.Members();
        var type = members.OneOf("ChildType", "ACCOUNT", "ORGANIZATIONAL_UNIT");
        members.Done();
        var (organization, parent) = Parent(call);
        var children = type == "ACCOUNT"
            ? organization.Accounts.Select(a => a.Id).Where(id => organization.ParentOf(id) == parent)
            : organization.State.Units.Where(u => u.ParentId == parent).Select(u => u.Id);
        return Page.Of(call, "Children", [.. children.Select(id => new JsonObject { ["Id"] = id, ["Type"] = type })], Size(call), PageSize);
    }

    public JsonObject DescribeUnit(AwsCall call)
    {
        var id = call.Members().Text("OrganizationalUnitId");
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, id));
        var unit = organization.State.Units.FirstOrDefault(u => u.Id == id) ?? throw OrganizationsErrors.UnitNotFound();
        return new() { ["OrganizationalUnit"] = Unit(organization, unit) };
    }

    public JsonObject CreateUnit(AwsCall call)
    {
        var members = call.Members();
        var name = members.Text("Name", 1, 128);
        var tags = members.Tags();
        members.Done();
        var (organization, parent) = Parent(call);
        if (organization.State.Units.Any(u => u.ParentId == parent && u.Name == name))
        {
            throw OrganizationsErrors.DuplicateUnit();
        }

        var unit = new OrganizationalUnit(organization.NewUnitId(), name, parent);
        organization.State = organization.State with
        {
            Units = [.. organization.State.Units, unit],
            Attachments = [.. organization.State.Attachments, new(Organization.FullAccess.Id, unit.Id)],
            Tags = OrganizationTagOperations.With(organization.State, unit.Id, tags),
        };
        return new() { ["OrganizationalUnit"] = Unit(organization, unit) };
    }

    /// <summary>The page size that a List call asks for; null for the default.</summary>
    internal static int? Size(AwsCall call)
    {
        var members = call.Members();
        var size = members.Number("MaxResults", 1, PageSize);
        members.Done();
        return size;
    }

    /// <summary>The root with its policy types.</summary>
    internal static JsonObject Root(Organization organization) => new()
    {
        ["Id"] = organization.RootId,
        ["Arn"] = OrganizationRoom.Arn(organization, organization.RootId),
        ["Name"] = "Root",
        ["PolicyTypes"] = Types(organization),
    };

    (Organization Organization, string Parent) Parent(AwsCall call)
    {
        var members = call.Members();
        var id = members.Text("ParentId");
        members.Done();
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, id));
        return organization.IsParent(id) ? (organization, id) : throw OrganizationsErrors.ParentNotFound();
    }

    static JsonObject Account(Organization organization, AccountSeed account) => new()
    {
        ["Id"] = account.Id,
        ["Arn"] = OrganizationRoom.Arn(organization, account.Id),
        ["Email"] = Email(account),
        ["Name"] = account.Name ?? account.Id,
        ["State"] = organization.State.Closed.Contains(account.Id) ? "PENDING_CLOSURE" : "ACTIVE",
        // A closed account is suspended for 90 days and then gone (Organizations User Guide, close an account).
        ["Status"] = organization.State.Closed.Contains(account.Id) ? "PENDING_CLOSURE" : "ACTIVE",
        ["JoinedMethod"] = "CREATED",
        ["JoinedTimestamp"] = WireTime.Of(organization.Began),
        ["Paths"] = new JsonArray($"{organization.Id}/{string.Join('/', organization.PathTo(account.Id))}/"),
    };

    static JsonObject Unit(Organization organization, OrganizationalUnit unit) => new()
    {
        ["Id"] = unit.Id,
        ["Arn"] = OrganizationRoom.Arn(organization, unit.Id),
        ["Name"] = unit.Name,
        ["Path"] = $"{organization.Id}/{string.Join('/', organization.PathTo(unit.Id))}/",
    };

    static JsonArray Types(Organization organization)
        => [.. organization.State.EnabledTypes.Select(t => new JsonObject { ["Type"] = t, ["Status"] = "ENABLED" })];

    static string Email(AccountSeed account) => account.Email ?? $"root+{account.Id}@example.com";
}
