using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>Reads pages as a test needs it.</summary>
static partial class Pages
{
    public static async Task<string> TextAsync(this HttpResponseMessage answer)
        => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public static string FormToken(string page) => TokenPattern().Match(page) is { Success: true } found
        ? found.Groups[1].Value
        : throw new InvalidOperationException("The page has no form token.");

    public static string Reference(string page) => ReferencePattern().Match(page) is { Success: true } found
        ? found.Value
        : throw new InvalidOperationException("The page has no reference.");

    public static string Location(this HttpResponseMessage answer)
        => answer.Headers.Location?.OriginalString ?? throw new InvalidOperationException($"{answer.StatusCode} leads nowhere.");

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex ReferencePattern();
}
