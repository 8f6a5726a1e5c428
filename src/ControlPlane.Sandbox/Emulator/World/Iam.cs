using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The identities of all accounts: roles, users, keys, managed policies, SAML providers and the sessions that STS made. Guarded by
/// the world's gate.</summary>
sealed class Iam
{
    readonly Dictionary<string, Principal> _principals = new(StringComparer.Ordinal);
    readonly Dictionary<string, ManagedPolicy> _policies = new(StringComparer.Ordinal);
    readonly Dictionary<string, SamlTrust> _providers = new(StringComparer.Ordinal);
    readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);

    // What the data file keeps, by ARN.
    readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    readonly Sweep _sweep = new();

    /// <summary>Begins with the one policy of AWS's own that is known here.</summary>
    public Iam() => Put("aws", new PolicySeed("AdministratorAccess", SeedPolicies.AllowAll), DateTimeOffset.UnixEpoch);

    /// <summary>What was made or changed through IAM.</summary>
    public IamState State => new()
    {
        Roles = [.. _principals.Values.Where(p => _changed.Contains(p.Arn)).Select(p => p.Role!)],
        Policies = [.. _policies.Values.Select(p => p.State).Where(p => _changed.Contains(p.Arn()))],
    };

    /// <summary>A role by its ARN; null when there is none.</summary>
    public Principal? FindRole(string arn) => _principals.GetValueOrDefault(arn) is { Trust: not null } role ? role : null;

    /// <summary>A role by its name, which ignores case and is one for all paths (IAM User Guide, IAM identifiers); null when there is none.</summary>
    public RoleState? FindRole(string account, string name)
        => _principals.Values.FirstOrDefault(p => p.Account == account && string.Equals(p.Role?.Name, name, StringComparison.OrdinalIgnoreCase))?.Role;

    /// <summary>A managed policy by its ARN; null when there is none.</summary>
    public ManagedPolicyState? FindPolicy(string arn) => _policies.GetValueOrDefault(arn)?.State;

    /// <summary>A managed policy of a customer by its name; null when there is none.</summary>
    public ManagedPolicyState? FindPolicy(string account, string name)
        => _policies.Values.FirstOrDefault(p => p.State.Account == account && string.Equals(p.State.Name, name, StringComparison.OrdinalIgnoreCase))?.State;

    /// <summary>How many roles an account has.</summary>
    public int CountRoles(string account) => _principals.Values.Count(p => p.Account == account && p.Role is not null);

    /// <summary>How many principals a managed policy is attached to, and how many it bounds.</summary>
    public (int Attachments, int Boundaries) UsesOf(string policyArn)
        => (_principals.Values.Count(p => p.Attached.Contains(policyArn)), _principals.Values.Count(p => p.Boundary == policyArn));

    /// <summary>The permission policies of a principal; none when it is gone, so that its sessions can do nothing any more.</summary>
    public IReadOnlyList<Policy> PoliciesOf(string principalArn) => _principals.GetValueOrDefault(principalArn) switch
    {
        null => [],
        { Attached.Count: 0 } principal => principal.Policies,
        var principal => [.. principal.Policies, .. principal.Attached.Select(arn => _policies[arn].Identity)],
    };

    /// <summary>The permissions boundary of a principal; null when it has none.</summary>
    public Policy? BoundaryOf(string principalArn)
        => _principals.GetValueOrDefault(principalArn)?.Boundary is { } boundary ? _policies[boundary].Boundary : null;

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

    /// <summary>Adds or replaces a role as somebody wrote it through IAM.</summary>
    public void Write(RoleState role)
    {
        _principals[role.Arn()] = Principal.Of(role);
        _changed.Add(role.Arn());
    }

    /// <summary>Adds or replaces a managed policy as somebody wrote it through IAM.</summary>
    public void Write(ManagedPolicyState policy)
    {
        _policies[policy.Arn()] = new(policy);
        _changed.Add(policy.Arn());
    }

    /// <summary>Goes on with what was made or changed through IAM, in accounts that are still there.</summary>
    public void Restore(IamState state, Func<string, bool> isKnown)
    {
        foreach (var policy in state.Policies.Where(p => isKnown(p.Account)))
        {
            Write(policy);
        }

        foreach (var role in state.Roles.Where(r => isKnown(r.Account)))
        {
            Write(role);
        }
    }

    /// <summary>Adds or replaces a role of a seed with its machine keys.</summary>
    public void Put(string account, RoleSeed seed, DateTimeOffset now)
    {
        var role = Principal.Of(new()
        {
            Account = account,
            Path = seed.Path,
            Name = seed.Name,
            Id = Ids.Of("AROA", account, seed.Path, seed.Name),
            Trust = seed.TrustPolicy,
            Policies = new Dictionary<string, string>(seed.Policies.Select((p, i) => KeyValuePair.Create($"{seed.Name}-{i + 1}", p))),
            Boundary = PutBoundary(account, seed.Path, seed.Name, seed.PermissionsBoundary, now),
            Tags = seed.Tags,
            MaxSessionSeconds = (int)seed.MaxSessionDuration.TotalSeconds,
            Created = now,
        });
        _principals[role.Arn] = role;
        _changed.Remove(role.Arn);
        foreach (var key in seed.MachineKeys)
        {
            _keys[key.Id] = new(key.Id, key.Secret, role.Session("machine")) { SessionToken = key.SessionToken };
        }
    }

    /// <summary>Adds or replaces a user with its keys.</summary>
    public void Put(string account, UserSeed seed, DateTimeOffset now)
    {
        var user = new Principal
        {
            Arn = $"arn:aws:iam::{account}:user/{seed.Name}",
            Account = account,
            Name = seed.Name,
            Id = Ids.Of("AIDA", account, "/", seed.Name),
            Policies = [.. seed.Policies.Select((p, i) => Policy.Parse($"{seed.Name} #{i + 1}", p, PolicyKind.Identity))],
            Boundary = PutBoundary(account, "/", seed.Name, seed.PermissionsBoundary, now),
            Tags = new Dictionary<string, string>(seed.Tags, StringComparer.OrdinalIgnoreCase),
        };
        _principals[user.Arn] = user;
        foreach (var key in seed.AccessKeys)
        {
            var caller = new Caller { Account = account, Arn = user.Arn, PrincipalArn = user.Arn, UserId = user.Id, Tags = user.Tags };
            _keys[key.Id] = new(key.Id, key.Secret, caller) { SessionToken = key.SessionToken };
        }
    }

    /// <summary>Adds or replaces a managed policy of a seed.</summary>
    public void Put(string account, PolicySeed seed, DateTimeOffset now)
    {
        var policy = new ManagedPolicyState
        {
            Account = account,
            Path = seed.Path,
            Name = seed.Name,
            Id = Ids.Of("ANPA", account, seed.Path, seed.Name),
            Created = now,
            Versions = [new(1, seed.Document, now)],
        };
        _policies[policy.Arn()] = new(policy);
        _changed.Remove(policy.Arn());
    }

    /// <summary>Adds or replaces a SAML provider.</summary>
    public void Put(string account, SamlProviderSeed seed)
    {
        var trust = SamlTrust.Read($"arn:aws:iam::{account}:saml-provider/{seed.Name}", account, seed.MetadataXml);
        _providers[trust.Arn] = trust;
    }

    /// <summary>Removes a role; its sessions lose every permission.</summary>
    public bool RemoveRole(string arn) => _principals.Remove(arn);

    // A boundary is a managed policy: that of a seed gets one of its own.
    string? PutBoundary(string account, string path, string name, string? document, DateTimeOffset now)
    {
        if (document is null)
        {
            return null;
        }

        var seed = new PolicySeed($"{name}-boundary", document) { Path = path };
        Put(account, seed, now);
        return $"arn:aws:iam::{account}:policy{seed.Path}{seed.Name}";
    }
}
