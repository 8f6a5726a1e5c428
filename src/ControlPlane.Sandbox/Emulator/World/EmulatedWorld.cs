using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Sandbox.Emulator.Studio;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Everything that an emulator knows: accounts, identities, SageMaker resources, organization, faults and recorded calls. Safe
/// for use by many threads.</summary>
public sealed class EmulatedWorld
{
    readonly EmulatorOptions _options;
    readonly WorldFile? _file;

    /// <summary>Makes the world of the options' seed, or goes on with the data file when there is one.</summary>
    /// <exception cref="FormatException">A policy or the metadata of a SAML provider in the seed is malformed.</exception>
    public EmulatedWorld(EmulatorOptions options)
    {
        _options = options;
        _file = options.DataFile is { } path ? new(path) : null;
        SettleTime = options.SettleTime;
        Time = options.Time;
        Faults = new();
        Calls = new();
        Begin(_file?.Read());
    }

    /// <summary>The faults on demand.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The recorded calls.</summary>
    public CallLog Calls { get; }

    /// <summary>How long a change of a profile, space, app or domain takes from now on.</summary>
    public TimeSpan SettleTime { get; set; }

    /// <summary>All user profiles of all accounts, in the order of their ARNs.</summary>
    public IReadOnlyList<EmulatedProfile> Profiles
        => Read(() => Studio.All(Now).Where(r => r.Kind == ResourceKind.UserProfile).OrderBy(r => r.Arn, StringComparer.Ordinal)
            .Select(r => EmulatedProfile.Of(r, Now)).ToArray());

    internal Lock Gate { get; } = new();

    internal TimeProvider Time { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal Iam Iam { get; private set; } = new();

    internal ResourceTable Studio { get; } = new();

    internal StudioSessions Sessions { get; } = new();

    internal Organization? Organization { get; private set; }

    internal Dictionary<string, AccountSeed> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>A user profile; null when there is none. The name ignores case.</summary>
    public EmulatedProfile? FindProfile(string account, string region, string domainId, string name)
        => Read(() => Studio.Find(Arns.Profile(account, region, domainId, name), Now) is { } found ? EmulatedProfile.Of(found, Now) : null);

    /// <summary>Adds or replaces a role.</summary>
    public void PutRole(string account, RoleSeed role) => Read(() =>
    {
        Iam.Put(account, role, Now);
        return true;
    });

    /// <summary>Adds or replaces a managed policy.</summary>
    public void PutPolicy(string account, PolicySeed policy) => Read(() =>
    {
        Iam.Put(account, policy, Now);
        return true;
    });

    /// <summary>Removes a role; its sessions lose every permission.</summary>
    /// <returns>False when there was none.</returns>
    public bool RemoveRole(string arn) => Read(() => Iam.RemoveRole(arn));

    /// <summary>Adds or replaces a SAML provider, for instance once the development identity provider has its certificate.</summary>
    /// <exception cref="FormatException">The metadata has no entity id or no signing certificate.</exception>
    public void PutSamlProvider(string account, SamlProviderSeed provider) => Read(() =>
    {
        Iam.Put(account, provider);
        return true;
    });

    /// <summary>Sets how many user profiles an account may have in each Region.</summary>
    public void SetProfileQuota(string account, int quota)
        => Read(() => Accounts[account] = Accounts[account] with { ProfileQuota = quota });

    /// <summary>Closes an account of the organization, which only shows in the lists of Organizations: AWS lets a closed account run for a
    /// while.</summary>
    /// <exception cref="InvalidOperationException">There is no organization.</exception>
    public void CloseAccount(string account) => Read(() =>
    {
        var organization = Organization ?? throw new InvalidOperationException("The world has no organization.");
        organization.State = organization.State with { Closed = [.. organization.State.Closed, account] };
        return true;
    });

    /// <summary>Forgets what happened and begins anew with the seed: resources, sessions, faults and recorded calls.</summary>
    public void Reset() => Read(() =>
    {
        Faults.Clear();
        Calls.Clear();
        Sessions.Clear();
        Studio.Clear();
        Accounts.Clear();
        Iam = new();
        Begin(null);
        Save();
        return true;
    });

    /// <summary>Runs one thing at a time: an emulated call sees and leaves a whole world.</summary>
    internal T Read<T>(Func<T> read)
    {
        lock (Gate)
        {
            return read();
        }
    }

    internal AccessKey? FindKey(string id) => Read(() => Iam.FindKey(id));

    /// <summary>Carries out an operation. What it changed is on disk before it is answered.</summary>
    internal JsonObject Execute(AwsOperation operation, AwsCall call) => Read(() =>
    {
        var output = operation(call);
        if (!call.IsRead)
        {
            Save();
        }

        return output;
    });

    /// <summary>Writes the data file, when there is one.</summary>
    internal void Save() => _file?.Write(WorldState.Of(this));

    void Begin(WorldState? state)
    {
        foreach (var account in _options.Seed.Accounts)
        {
            Accounts.Add(account.Id, account);
            SeedLoader.LoadIdentities(Iam, account, Now);
            SeedLoader.LoadDomains(Studio, account, state?.Seeded ?? [], Now);
        }

        Iam.Restore(state?.Iam ?? new(), Accounts.ContainsKey);
        Organization = _options.Seed.Organization is { } seed ? Organization.Begin(seed, _options.Seed.Accounts, state?.Organization, Now) : null;
        foreach (var resource in state?.Resources ?? [])
        {
            Studio.Put(resource, resource.Created);
        }
    }
}
