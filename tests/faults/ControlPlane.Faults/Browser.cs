using System.Net;
using System.Text.Json;

namespace ControlPlane.Faults;

/// <summary>What a person's browser does, through something like a load balancer: it goes to any replica, and to another one when the
/// connection fails.</summary>
sealed class Browser : IDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    readonly Cluster _cluster;
    readonly Evidence _evidence;
    readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    int _next;

    public Browser(Cluster cluster, Evidence evidence) => (_cluster, _evidence) = (cluster, evidence);

    /// <summary>Signs in, with a new assertion as often as a person would try.</summary>
    public async Task<SignIn> SignInAsync(string person, string team, int attempts, CancellationToken ct)
    {
        string? reason = null;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var response = _cluster.Idp.CreateResponse(person, team);
            _evidence.Secret(response[^80..]);
            (var launched, reason) = await PostAsync(person, team, response, ct);
            if (launched)
            {
                // The same assertion once more, as somebody who copied it would.
                if (attempt == 1 && (await PostAsync(person, team, response, ct)).Launched)
                {
                    _evidence.Broken(2, $"an assertion of {person} for {team} opened Studio twice");
                }

                return new(person, team, attempt, true, null);
            }

            if (reason is "ENTITLEMENT_NOT_FOUND" || ct.IsCancellationRequested)
            {
                return new(person, team, attempt, false, reason);
            }

            // A person reads the page before trying again.
            await Task.Delay(800, ct);
        }

        return new(person, team, attempts, false, reason);
    }

    /// <summary>Posts one response to one replica.</summary>
    /// <returns>The status, and for a redirect where it leads.</returns>
    public async Task<(HttpStatusCode Status, string? Location, string? Cookie, string? Reason)> SendAsync(Replica replica, string response, CancellationToken ct)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(replica.Address, "/saml/acs"))
        {
            Content = new FormUrlEncodedContent([new("SAMLResponse", response)]),
        };
        return await AskAsync(post, ct);
    }

    public void Dispose() => _client.Dispose();

    async Task<(bool Launched, string? Reason)> PostAsync(string person, string team, string response, CancellationToken ct)
    {
        var (status, location, cookie, reason) = await AnywhereAsync(replica => SendAsync(replica, response, ct), ct);
        var until = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        while (status is HttpStatusCode.SeeOther && Environment.TickCount64 < until)
        {
            // The waiting page goes on by itself when the profile is there.
            await Task.Delay(150, ct);
            var go = location!.Replace("/wait", "/go", StringComparison.Ordinal);
            (status, location, var renewed, reason) = await AnywhereAsync(async replica =>
            {
                using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(replica.Address, go));
                get.Headers.Add("Cookie", cookie);
                return await AskAsync(get, ct);
            }, ct);
            cookie = renewed ?? cookie;
            if (reason is not null and not "SIGN_IN_NOT_FOUND" && status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                // Something is down for the moment; the page offers to try again.
                (status, location) = (HttpStatusCode.SeeOther, go);
            }
        }

        if (status is HttpStatusCode.Found)
        {
            _evidence.Launched(person, team, location!);
            return (true, null);
        }

        return (false, reason ?? $"{status}");
    }

    async Task<T> AnywhereAsync<T>(Func<Replica, Task<T>> ask, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            var ready = _cluster.All.Where(r => r.IsReady).ToList();
            var replica = (ready.Count > 0 ? ready : _cluster.All)[(int)((uint)Interlocked.Increment(ref _next) % (ready.Count > 0 ? ready.Count : _cluster.All.Count))];
            try
            {
                return await ask(replica);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested && tries < 100)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    async Task<(HttpStatusCode Status, string? Location, string? Cookie, string? Reason)> AskAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Host = _cluster.PublicUrl.Authority;
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await _client.SendAsync(request, ct);
        var cookie = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.FirstOrDefault(c => c.StartsWith("cp-ticket=", StringComparison.Ordinal)) : null;
        var reason = answer.StatusCode < HttpStatusCode.BadRequest ? null : Reason(await answer.Content.ReadAsStringAsync(ct));
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, cookie?.Split(';')[0], reason);
    }

    static string? Reason(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
        }
        catch (JsonException)
        {
            // No answer of ours, such as a broken connection's half.
            return null;
        }
    }
}
