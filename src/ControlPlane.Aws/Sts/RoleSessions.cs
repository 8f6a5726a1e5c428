using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Domains;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>Opens sessions of roles.</summary>
sealed partial class RoleSessions(
    StsClients clients, AwsCaller caller, RefusedRoles refused, IOptions<AwsOptions> options, ILogger<RoleSessions> logger)
{
    /// <summary>Calls AssumeRole.</summary>
    /// <param name="account">The role's account.</param>
    /// <param name="region">The Region that the session is for.</param>
    /// <param name="request">Everything but the answer.</param>
    /// <exception cref="Errors.RefusedException"><c>ASSUME_ROLE_DENIED</c>, <c>AWS_DENIED</c>, <c>AWS_THROTTLED</c>,
    /// <c>AWS_UNAVAILABLE</c>.</exception>
    public async Task<AwsSession> OpenAsync(AccountId account, RegionName region, AssumeRoleRequest request)
    {
        refused.ThrowIfHeld(request.RoleArn);
        var call = new AwsCall("STS", "AssumeRole", account, clients.RegionFor(region));
        try
        {
            // Many may wait for this session, so no single caller's deadline ends it; the budget does.
            var answer = await caller.CallAsync(call, ct => clients.For(call.Region).AssumeRoleAsync(request, ct), CancellationToken.None);
            refused.Accept(request.RoleArn);
            var keys = answer.Credentials;
            return new(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime(), request.RoleSessionName);
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.Denied)
        {
            var refusal = AwsErrors.AssumeRoleDenied(request.RoleArn, call, options.Value.RefusalHold, error);
            refused.Refuse(request.RoleArn, refusal);
            LogRefused(request.RoleArn, call.Region, error.ErrorCode, error.RequestId);
            throw refusal;
        }
        catch (AmazonServiceException error)
        {
            throw AwsFaults.Of(error) is AwsFault.SessionExpired ? AwsErrors.OwnSessionExpired(call, error) : AwsErrors.Denied(call, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "AWS refused the role {Role} in {Region}: {Code}, request {Request}")]
    partial void LogRefused(string role, RegionName region, string code, string? request);
}
