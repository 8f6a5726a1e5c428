using System.IO.Compression;
using System.Net;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class PortalFilesTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/portal")]
    [InlineData("/portal/teams")]
    [InlineData("/portal/signins/7F3K-92QD-M4XT")]
    public async Task Every_path_of_the_portal_is_its_page_under_a_strict_policy(string path)
    {
        await using var server = await StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'; object-src 'none'; form-action 'self' ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.All(html.Split("<script").Skip(1), script => Assert.Contains(" src=\"/portal/assets/", script.Split('>')[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_compressed_and_the_same_in_every_form()
    {
        await using var server = await StartAsync();
        using var browser = server.Browser();
        var style = await StyleAsync(browser);

        var plain = await browser.GetByteArrayAsync(style, Ct);
        var brotli = await GetAsync(browser, style, "gzip, br");
        var gzip = await GetAsync(browser, style, "gzip, br;q=0");

        Assert.Contains("immutable", brotli.Answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("br", "gzip"), (brotli.Answer.Content.Headers.ContentEncoding.Single(), gzip.Answer.Content.Headers.ContentEncoding.Single()));
        Assert.Equal(plain, Expand(new BrotliStream(new MemoryStream(brotli.Body), CompressionMode.Decompress)));
        Assert.Equal(plain, Expand(new GZipStream(new MemoryStream(gzip.Body), CompressionMode.Decompress)));
        Assert.True(brotli.Body.Length < plain.Length / 2);
        Assert.NotEqual(brotli.Answer.Headers.ETag, gzip.Answer.Headers.ETag);
        Assert.Equal("Accept-Encoding", brotli.Answer.Headers.Vary.Single());
    }

    [Fact]
    public async Task What_the_browser_has_is_not_sent_again_and_head_sends_nothing()
    {
        await using var server = await StartAsync();
        using var browser = server.Browser();
        using var first = await browser.GetAsync("/", Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var head = new HttpRequestMessage(HttpMethod.Head, await StyleAsync(browser));

        using var unchanged = await browser.SendAsync(again, Ct);
        using var told = await browser.SendAsync(head, Ct);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        Assert.True(told.Content.Headers.ContentLength > 1000);
        Assert.Empty(await told.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task Asset_of_another_version_is_not_found_and_is_not_the_page()
    {
        await using var server = await StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync("/portal/assets/main-00000000.js", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Brand_comes_with_the_page()
    {
        var logo = Path.Combine(Directory.CreateTempSubdirectory("logo-").FullName, "logo.svg");
        await File.WriteAllTextAsync(logo, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Ct);
        await using var server = await StartAsync(new()
        {
            ["Portal:Title"] = "Research & \"Labs\"",
            ["Portal:Accent"] = "#0a6e4f",
            ["Portal:HelpUrl"] = "https://help.example.com/studio",
            ["Portal:LogoFile"] = logo,
        });
        using var browser = server.Browser();

        var page = await browser.GetStringAsync("/", Ct);
        using var picture = await browser.GetAsync("/portal/logo", Ct);

        Assert.Contains("<title>Research &amp; &quot;Labs&quot;</title>", page, StringComparison.Ordinal);
        Assert.Contains("&quot;accent&quot;:&quot;#0a6e4f&quot;", page, StringComparison.Ordinal);
        Assert.Contains("&quot;help&quot;:&quot;https://help.example.com/studio&quot;", page, StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("Title", "")]
    [InlineData("Accent", "green")]
    [InlineData("HelpUrl", "javascript:alert(1)")]
    [InlineData("LogoFile", "/no/such/logo.svg")]
    [InlineData("Titel", "Studio")]
    public async Task Wrong_brand_is_told_at_start(string key, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(new() { [$"Portal:{key}"] = value }));

        Assert.Contains(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_option_there_is_no_portal()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync("/portal/teams", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("/portal/assets/", await browser.GetStringAsync("/", Ct), StringComparison.Ordinal);
    }

    static Task<RunningServer> StartAsync(Dictionary<string, string?>? settings = null)
        => RunningServer.StartAsync(new Dictionary<string, string?>(settings ?? []) { ["Portal:Enabled"] = "true" });

    static async Task<string> StyleAsync(HttpClient browser)
        => (await browser.GetStringAsync("/", Ct)).Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];

    static async Task<(HttpResponseMessage Answer, byte[] Body)> GetAsync(HttpClient browser, string path, string encodings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        var answer = await browser.SendAsync(request, Ct);
        return (answer, await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    static byte[] Expand(Stream compressed)
    {
        using var target = new MemoryStream();
        using (compressed)
        {
            compressed.CopyTo(target);
        }

        return target.ToArray();
    }
}
