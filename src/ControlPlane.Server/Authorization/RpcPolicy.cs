using System.Collections.Frozen;

namespace ControlPlane.Server.Authorization;

/// <summary>Who may call what, as data. A method without a row is refused, and a test holds the rows against the descriptors.</summary>
static class RpcPolicy
{
    /// <summary>The permission of methods that need no token.</summary>
    public const string Public = "";

    /// <summary>The permission of each method by its full path.</summary>
    public static FrozenDictionary<string, string> PermissionByMethod { get; } = new Dictionary<string, string>
    {
        ["/controlplane.v1.AccessService/ListLaunchTargets"] = Permissions.AccessList,
        ["/controlplane.v1.AccessService/ResolveRoute"] = Permissions.AccessResolve,
        ["/controlplane.v1.AccessService/CreateLaunch"] = Permissions.AccessLaunch,
        ["/controlplane.v1.AccessService/ExplainAccess"] = Permissions.AccessExplain,
        ["/controlplane.v1.AccessService/GetSignIn"] = Permissions.SignInsRead,
        ["/grpc.health.v1.Health/Check"] = Public,
        ["/grpc.health.v1.Health/List"] = Public,
        ["/grpc.health.v1.Health/Watch"] = Public,
        // Mapped only when the option Server:Reflection is on; the contract itself is no secret.
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Public,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Public,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly string[] _own =
        [Permissions.AccessList, Permissions.AccessResolve, Permissions.AccessLaunch, Permissions.AccessExplain, Permissions.SignInsRead];

    /// <summary>What each role may do. <c>operator</c> explains and reads for others, and never opens Studio for them.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> PermissionsByRole { get; } = new Dictionary<string, FrozenSet<string>>
    {
        ["user"] = [.. _own],
        ["portal"] = [.. _own, Permissions.OnBehalf],
        ["auditor"] = [Permissions.SignInsRead, Permissions.SignInsReadAll],
        ["operator"] = [.. _own, Permissions.SignInsReadAll, Permissions.InspectAll],
        ["admin"] = [.. _own, Permissions.SignInsReadAll, Permissions.InspectAll, Permissions.OnBehalf],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>The names of the permissions.</summary>
static class Permissions
{
    /// <summary>List one's own targets.</summary>
    public const string AccessList = "access.list";

    /// <summary>Compute one's own routes.</summary>
    public const string AccessResolve = "access.resolve";

    /// <summary>Open Studio for oneself.</summary>
    public const string AccessLaunch = "access.launch";

    /// <summary>Explain one's own access.</summary>
    public const string AccessExplain = "access.explain";

    /// <summary>Read one's own flight records.</summary>
    public const string SignInsRead = "access.signins.read";

    /// <summary>Read every flight record.</summary>
    public const string SignInsReadAll = "signins.readall";

    /// <summary>Do all of that for any user.</summary>
    public const string OnBehalf = "launch.onbehalf";

    /// <summary>List, resolve and explain, without effects, for any user.</summary>
    public const string InspectAll = "access.inspectall";
}
