using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.ExecutionRoles;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.IdentityManagement;

/// <summary>Calls to IAM by an account's role for execution roles. Its sessions are its own: what the broker may do does not grow.</summary>
sealed class IamCalls(RoleSessions roles, IamClients clients, AwsCaller caller, IOptions<AwsOptions> options, TimeProvider time)
{
    const int Kept = 1000;

    readonly SessionCache<DoorKey> _cache = new(
        new("roles", Kept, options.Value.SessionMargin, options.Value.BrokerRenewal, options.Value.RefusalHold), time);

    /// <summary>Reads something; null when it is not there.</summary>
    public async Task<T?> FindAsync<T>(RoleDoor door, string operation, Func<IAmazonIdentityManagementService, CancellationToken, Task<T>> send, CancellationToken ct)
        where T : class
    {
        try
        {
            return await CallAsync(door, operation, door.Role, send, ct);
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }

    /// <summary>Reads all pages of a list; of what is gone there is nothing.</summary>
    public async Task<List<TItem>> ListAsync<T, TItem>(
        RoleDoor door, string operation, Func<IAmazonIdentityManagementService, string?, CancellationToken, Task<T>> send,
        Func<T, (IEnumerable<TItem>? Items, bool? IsTruncated, string? Marker)> read, CancellationToken ct)
        where T : class
    {
        var items = new List<TItem>();
        string? marker = null;
        do
        {
            var from = marker;
            if (await FindAsync(door, operation, (iam, end) => send(iam, from, end), ct) is not { } page)
            {
                return items;
            }

            var (found, isTruncated, next) = read(page);
            items.AddRange(found ?? []);
            marker = isTruncated == true ? next : null;
        }
        while (!string.IsNullOrEmpty(marker));

        return items;
    }

    /// <summary>Writes something of a role that was seen or made before.</summary>
    public Task<T> WriteAsync<T>(RoleDoor door, string operation, string role, Func<IAmazonIdentityManagementService, CancellationToken, Task<T>> send, CancellationToken ct)
        => CallAsync(door, operation, role, async (iam, end) =>
        {
            try
            {
                return await send(iam, end);
            }
            catch (NoSuchEntityException early)
            {
                // IAM shows what was made a moment later everywhere (IAM User Guide, eventual consistency): that passes by trying again.
                throw new TimeoutException($"IAM does not show '{role}' yet.", early);
            }
        }, ct);

    /// <summary>Makes a call, once more with a new session when AWS ended the one that was cached.</summary>
    /// <param name="door">The account.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="about">The ARN that a refusal names.</param>
    /// <param name="send">Sends one request. Must be safe to repeat.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="NoSuchEntityException">It is not there.</exception>
    /// <exception cref="EntityAlreadyExistsException">It is there.</exception>
    public async Task<T> CallAsync<T>(
        RoleDoor door, string operation, string about, Func<IAmazonIdentityManagementService, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var call = new AwsCall("IAM", operation, door.Account.Id, IamClients.HomeOf(door.Account));
        try
        {
            var session = await OpenAsync(door, ct);
            try
            {
                return await SendAsync(session, call, send, ct);
            }
            catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.SessionExpired)
            {
                _cache.Forget(Key(door), session);
                return await SendAsync(await OpenAsync(door, ct), call, send, ct);
            }
        }
        catch (LimitExceededException error)
        {
            throw AwsErrors.RoleLimit(call, about, error);
        }
        catch (AmazonServiceException error) when (error is not (NoSuchEntityException or EntityAlreadyExistsException))
        {
            throw AwsErrors.RolesDenied(call, door.Role, error);
        }
    }

    async Task<T> SendAsync<T>(AwsSession session, AwsCall call, Func<IAmazonIdentityManagementService, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        using var client = clients.For(session, call.Region);
        return await caller.CallAsync(call, token => send(client, token), ct);
    }

    async Task<AwsSession> OpenAsync(RoleDoor door, CancellationToken ct)
    {
        try
        {
            return await _cache.GetAsync(Key(door), () => roles.OpenAsync(door.Account.Id, Region(door), Request(door)), ct);
        }
        catch (RefusedException refusal) when (refusal.Reason == AwsErrors.AssumeRoleDeniedReason)
        {
            throw AwsErrors.RolesRoleDenied(refusal, door.Role);
        }
    }

    // The STS that launches into the account use: where only one can be reached, it is this one.
    static RegionName Region(RoleDoor door) => door.Account.Regions[0];

    static DoorKey Key(RoleDoor door) => new(door.Role, door.Account.ExternalId);

    AssumeRoleRequest Request(RoleDoor door) => new()
    {
        RoleArn = door.Role,
        RoleSessionName = $"{options.Value.SessionNamePrefix}-roles",
        ExternalId = door.Account.ExternalId,
        DurationSeconds = (int)options.Value.BrokerSession.TotalSeconds,
    };

    readonly record struct DoorKey(string Role, string ExternalId);
}
