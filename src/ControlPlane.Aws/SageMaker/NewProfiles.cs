using System.Collections.Concurrent;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Profiles that are so young that AWS may not see their tags everywhere yet.</summary>
sealed class NewProfiles(TimeProvider time)
{
    static readonly TimeSpan s_youth = TimeSpan.FromMinutes(2);

    readonly ConcurrentDictionary<ProfileName, DateTimeOffset> _bornAt = new();

    /// <summary>Notes when a profile was made.</summary>
    public void Note(ProfileName profile, DateTimeOffset bornAt)
    {
        Forget();
        if (time.GetUtcNow() - bornAt < s_youth)
        {
            _bornAt[profile] = bornAt;
        }
    }

    public bool Contains(ProfileName profile) => _bornAt.TryGetValue(profile, out var bornAt) && time.GetUtcNow() - bornAt < s_youth;

    void Forget()
    {
        foreach (var old in _bornAt.Where(p => time.GetUtcNow() - p.Value >= s_youth))
        {
            _bornAt.TryRemove(old);
        }
    }
}
