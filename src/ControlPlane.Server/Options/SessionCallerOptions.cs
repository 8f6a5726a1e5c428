namespace ControlPlane.Server.Options;

/// <summary>What browser sessions may do at the API: section <c>Api:Session</c>. Each has the role <c>user</c>.</summary>
sealed class SessionCallerOptions
{
    /// <summary>More roles, by the groups of the assertion and of the directory. None unless set.</summary>
    public IList<GroupGrant> Grants { get; } = [];
}

/// <summary>Whoever is in this group has this role.</summary>
sealed class GroupGrant
{
    /// <summary>The group's id, compared exactly.</summary>
    public string Group { get; set; } = "";

    /// <summary>The role: <c>user</c>, <c>portal</c>, <c>teamowner</c>, <c>auditor</c>, <c>operator</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";
}
