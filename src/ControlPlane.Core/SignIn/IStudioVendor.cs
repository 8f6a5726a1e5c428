namespace ControlPlane.SignIn;

/// <summary>Vends presigned URLs: one vend session for each user and team, one action on one profile.</summary>
public interface IStudioVendor
{
    /// <summary>Asks the target account for a presigned URL.</summary>
    /// <exception cref="Errors.RefusedException"><c>ASSUME_ROLE_DENIED</c>, <c>PRESIGN_DENIED</c>, <c>AWS_THROTTLED</c>,
    /// <c>AWS_UNAVAILABLE</c>.</exception>
    Task<StudioUrl> VendAsync(LaunchOrder order, CancellationToken ct);
}
