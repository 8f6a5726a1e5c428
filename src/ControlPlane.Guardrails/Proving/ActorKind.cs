namespace ControlPlane.Guardrails.Proving;

/// <summary>In which guise a request is made.</summary>
public enum ActorKind
{
    /// <summary>A notebook or job in the own Studio: the team's execution role, named after the profile.</summary>
    Studio,

    /// <summary>A notebook in a shared space: the execution role, named after nobody.</summary>
    SharedSpace,

    /// <summary>As <see cref="Studio"/>, after somebody attached AdministratorAccess to the role.</summary>
    Widened,

    /// <summary>The session that the control plane opens for one sign-in.</summary>
    Vend,

    /// <summary>The same, from a network that is not ours.</summary>
    VendElsewhere,

    /// <summary>The control plane's session that looks after profiles.</summary>
    Broker,

    /// <summary>An administrator of the account, such as the owner of a team's account.</summary>
    Administrator,
}
