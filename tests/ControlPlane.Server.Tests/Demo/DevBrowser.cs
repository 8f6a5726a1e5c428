using System.Net;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>A browser without JavaScript at the development identity provider: it keeps cookies, follows redirects there, and stops before it
/// leaves for another site.</summary>
sealed class DevBrowser : IDisposable
{
    readonly HttpClient _client;

    public DevBrowser(Uri address) => _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Where the browser would go next; null when a page is shown.</summary>
    public Uri? Leaving { get; private set; }

    public HttpStatusCode Status { get; private set; }

    /// <summary>The page that is shown.</summary>
    public string Page { get; private set; } = "";

    public async Task GetAsync(string path) => await FollowAsync(await _client.GetAsync(path, Ct));

    public async Task GetAsync(Uri address) => await FollowAsync(await _client.GetAsync(address, Ct));

    public async Task PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        await FollowAsync(await _client.PostAsync(path, content, Ct));
    }

    public Task SignInAsync(string user) => PostAsync("/sign-in", ("user", user));

    /// <summary>Chooses a person on the page that asks for one, and goes on from there.</summary>
    public Task ChooseAsync(string user) => PostAsync("/sign-in", ("user", user), ("continue", SamlTexts.FieldOf(Page, "continue")));

    public void Dispose() => _client.Dispose();

    async Task FollowAsync(HttpResponseMessage answer)
    {
        for (Leaving = null; ; answer = await _client.GetAsync(Leaving, Ct))
        {
            Status = answer.StatusCode;
            Leaving = answer.Headers.Location is { } location ? new Uri(_client.BaseAddress!, location) : null;
            Page = await answer.Content.ReadAsStringAsync(Ct);
            answer.Dispose();
            if (Leaving is null || Leaving.Authority != _client.BaseAddress!.Authority)
            {
                return;
            }
        }
    }
}
