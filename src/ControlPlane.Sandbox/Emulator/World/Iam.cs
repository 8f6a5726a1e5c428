using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The identities of all accounts: roles, users, keys, SAML providers and the sessions that STS made. Guarded by the world's
/// gate.</summary>
sealed class Iam
{
    readonly Dictionary<string, Principal> _principals = new(StringComparer.Ordinal);
    readonly Dictionary<string, SamlTrust> _providers = new(StringComparer.Ordinal);
    readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);
    readonly Sweep _sweep = new();

    /// <summary>A role by its ARN; null when there is none.</summary>
    public Principal? FindRole(string arn) => _principals.GetValueOrDefault(arn) is { Trust: not null } role ? role : null;

    /// <summary>The permission policies of a principal; none when it is gone, so that its sessions can do nothing any more.</summary>
    public IReadOnlyList<Policy> PoliciesOf(string principalArn)
        => _principals.GetValueOrDefault(principalArn)?.Policies ?? [];

    /// <summary>The permissions boundary of a principal; null when it has none.</summary>
    public Policy? BoundaryOf(string principalArn) => _principals.GetValueOrDefault(principalArn)?.Boundary;

    /// <summary>A SAML provider by its ARN; null when there is none.</summary>
    public SamlTrust? FindProvider(string arn) => _providers.GetValueOrDefault(arn);

    /// <summary>A key by its id; null when there is none.</summary>
    public AccessKey? FindKey(string id) => _keys.GetValueOrDefault(id);

    /// <summary>Adds a key and forgets those that expired long ago. One that expired lately is kept, to be answered with
    /// <c>ExpiredToken</c> as AWS does.</summary>
    public void AddKey(AccessKey key, DateTimeOffset now)
    {
        _sweep.Run(_keys, k => k.ExpiresAt < now - TimeSpan.FromHours(1));
        _keys[key.Id] = key;
    }

    /// <summary>Adds or replaces a role with its machine keys.</summary>
    public void Put(string account, RoleSeed seed)
    {
        var role = new Principal
        {
            Arn = $"arn:aws:iam::{account}:role{seed.Path}{seed.Name}",
            Account = account,
            Name = seed.Name,
            Id = Ids.Of("AROA", account, seed.Path, seed.Name),
            Trust = Policy.Parse($"trust of {seed.Name}", seed.TrustPolicy, PolicyKind.Trust),
            Policies = Read(seed.Name, seed.Policies),
            Boundary = ReadBoundary(seed.Name, seed.PermissionsBoundary),
            Tags = new Dictionary<string, string>(seed.Tags, StringComparer.OrdinalIgnoreCase),
            MaxSessionDuration = seed.MaxSessionDuration,
        };
        _principals[role.Arn] = role;
        foreach (var key in seed.MachineKeys)
        {
            _keys[key.Id] = new(key.Id, key.Secret, role.Session("machine")) { SessionToken = key.SessionToken };
        }
    }

    /// <summary>Adds or replaces a user with its keys.</summary>
    public void Put(string account, UserSeed seed)
    {
        var user = new Principal
        {
            Arn = $"arn:aws:iam::{account}:user/{seed.Name}",
            Account = account,
            Name = seed.Name,
            Id = Ids.Of("AIDA", account, "/", seed.Name),
            Policies = Read(seed.Name, seed.Policies),
            Boundary = ReadBoundary(seed.Name, seed.PermissionsBoundary),
            Tags = new Dictionary<string, string>(seed.Tags, StringComparer.OrdinalIgnoreCase),
        };
        _principals[user.Arn] = user;
        foreach (var key in seed.AccessKeys)
        {
            var caller = new Caller { Account = account, Arn = user.Arn, PrincipalArn = user.Arn, UserId = user.Id, Tags = user.Tags };
            _keys[key.Id] = new(key.Id, key.Secret, caller) { SessionToken = key.SessionToken };
        }
    }

    /// <summary>Adds or replaces a SAML provider.</summary>
    public void Put(string account, SamlProviderSeed seed)
    {
        var trust = SamlTrust.Read($"arn:aws:iam::{account}:saml-provider/{seed.Name}", account, seed.MetadataXml);
        _providers[trust.Arn] = trust;
    }

    /// <summary>Removes a role; its sessions lose every permission.</summary>
    public bool RemoveRole(string arn) => _principals.Remove(arn);

    static IReadOnlyList<Policy> Read(string name, IReadOnlyList<string> policies)
        => [.. policies.Select((p, i) => Policy.Parse($"{name} #{i + 1}", p, PolicyKind.Identity))];

    static Policy? ReadBoundary(string name, string? policy) => policy is null ? null : Policy.Parse($"boundary of {name}", policy, PolicyKind.PermissionBoundary);
}
