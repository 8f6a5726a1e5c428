using System.Net;

namespace ControlPlane.Faults;

/// <summary>One assertion, thousands of times, on all replicas at once.</summary>
static class Replay
{
    const int AtOnce = 96;

    /// <returns>How many posts were accepted: exactly one must be.</returns>
    public static async Task<int> RunAsync(Cluster cluster, Browser browser, Evidence evidence, int posts, CancellationToken ct)
    {
        const string Person = "person02";
        // The profile is made first, so that an accepted post answers with Studio at once.
        if (!(await browser.SignInAsync(Person, "Team1", 5, ct)).Launched)
        {
            throw new InvalidOperationException("The person cannot sign in at all.");
        }

        var response = cluster.Idp.CreateResponse(Person, "Team1");
        evidence.Secret(response[^80..]);
        var accepted = 0;
        var others = 0;
        await Parallel.ForAsync(0, posts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (n, stop) =>
        {
            var (status, location, _, reason) = await browser.SendAsync(cluster.All[n % cluster.All.Count], response, stop);
            if (status is HttpStatusCode.Found or HttpStatusCode.SeeOther)
            {
                Interlocked.Increment(ref accepted);
                if (status is HttpStatusCode.Found)
                {
                    evidence.Launched(Person, "Team1", location!);
                }
            }
            else if (reason is not "SAML_REPLAYED")
            {
                Interlocked.Increment(ref others);
            }
        });
        if (accepted != 1)
        {
            evidence.Broken(2, $"of {posts} posts of one assertion {accepted} were accepted");
        }

        if (others > 0)
        {
            evidence.Broken(2, $"{others} of {posts} replays were refused for another reason than SAML_REPLAYED");
        }

        return accepted;
    }
}
