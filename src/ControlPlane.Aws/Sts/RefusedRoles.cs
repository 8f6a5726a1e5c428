using System.Collections.Concurrent;
using ControlPlane.Errors;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>Roles that refuse everybody. One refusal may be about one user's tags and is held for that session alone; five in a row are
/// about the role, and then nobody asks until the hold is over.</summary>
sealed class RefusedRoles(IOptions<AwsOptions> options, TimeProvider time)
{
    const int Everybody = 5;

    readonly ConcurrentDictionary<string, Refusals> _roles = new(StringComparer.Ordinal);

    /// <summary>Throws while the role is known to refuse everybody.</summary>
    public void ThrowIfHeld(string role)
    {
        var now = time.GetUtcNow();
        if (_roles.TryGetValue(role, out var refusals) && refusals.InARow >= Everybody && now < refusals.Until)
        {
            throw AwsErrors.StillDenied(refusals.Last, refusals.Until - now);
        }
    }

    public void Accept(string role) => _roles.TryRemove(role, out _);

    public void Refuse(string role, RefusedException refusal)
    {
        var until = time.GetUtcNow() + options.Value.RefusalHold;
        _roles.AddOrUpdate(
            role,
            static (_, next) => new(1, next.until, next.refusal),
            static (_, before, next) => new(before.InARow + 1, next.until, next.refusal),
            (until, refusal));
    }

    sealed record Refusals(int InARow, DateTimeOffset Until, RefusedException Last);
}
