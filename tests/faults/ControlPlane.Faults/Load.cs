using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ControlPlane.Faults;

/// <summary>People who keep signing in.</summary>
static class Load
{
    const int AtOnce = 8;

    /// <summary>Signs people in until the work of breaking things is over, and lets those who are on their way arrive.</summary>
    public static async Task<IReadOnlyCollection<SignIn>> RunAsync(Browser browser, int attempts, Task breaking, CancellationToken ct)
    {
        var done = new ConcurrentBag<SignIn>();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (!breaking.IsCompleted)
            {
                var person = People.Ids[RandomNumberGenerator.GetInt32(People.Ids.Count)];
                var team = RandomNumberGenerator.GetInt32(2) is 0 ? "Team1" : "Team2";
                done.Add(await browser.SignInAsync(person, team, attempts, ct));
            }
        }, ct)).Append(breaking));
        return done;
    }
}
