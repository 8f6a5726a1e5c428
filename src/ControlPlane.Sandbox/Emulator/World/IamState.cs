namespace ControlPlane.Sandbox.Emulator;

/// <summary>What was made or changed through IAM. All else comes from the seed at every start.</summary>
sealed record IamState
{
    public IReadOnlyList<RoleState> Roles { get; init; } = [];

    public IReadOnlyList<ManagedPolicyState> Policies { get; init; } = [];
}
