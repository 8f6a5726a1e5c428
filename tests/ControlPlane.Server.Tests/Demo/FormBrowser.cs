using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>A browser without JavaScript: keeps cookies, follows redirects and refresh headers, and posts forms.</summary>
sealed partial class FormBrowser : IDisposable
{
    readonly HttpClient _client = new(new HttpClientHandler { CookieContainer = new CookieContainer() });

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The status of the page that is open.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>The address of the page that is open.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>The page that is open.</summary>
    public string Page { get; private set; } = "";

    public async Task<string> OpenAsync(Uri address)
    {
        using var answer = await _client.GetAsync(address, Ct);
        return await ShowAsync(answer);
    }

    public async Task<string> PostAsync(Uri address, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _client.PostAsync(address, content, Ct);
        return await ShowAsync(answer);
    }

    /// <summary>Signs in at the identity provider, opens an application there and takes the response to the gateway.</summary>
    public async Task<string> OpenApplicationAsync(Uri identityProvider, string user, string application)
    {
        await PostAsync(new(identityProvider, "/sign-in"), new() { ["user"] = user });
        await OpenAsync(new(identityProvider, $"/saml/start/{application}"));
        await PostAsync(new(SamlTexts.ActionOf(Page)), new() { ["SAMLResponse"] = SamlTexts.FieldOf(Page, "SAMLResponse") });
        return await WaitAsync();
    }

    /// <summary>Follows the waiting page's refresh until it leads somewhere else.</summary>
    public async Task<string> WaitAsync()
    {
        while (Refresh().Match(Page) is { Success: true } refresh)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Ct);
            await OpenAsync(new(Address, refresh.Groups[1].Value));
        }

        return Page;
    }

    public void Dispose() => _client.Dispose();

    async Task<string> ShowAsync(HttpResponseMessage answer)
    {
        Status = answer.StatusCode;
        Address = answer.RequestMessage!.RequestUri!;
        Page = await answer.Content.ReadAsStringAsync(Ct);
        if (answer.Headers.TryGetValues("Refresh", out var refresh))
        {
            Page += $"<meta http-equiv=\"refresh\" content=\"{refresh.First()}\">";
        }

        return Page;
    }

    [GeneratedRegex("http-equiv=\"refresh\" content=\"[0-9]+(?:; ?url=([^\"]*))?\"", RegexOptions.IgnoreCase)]
    private static partial Regex Refresh();
}
