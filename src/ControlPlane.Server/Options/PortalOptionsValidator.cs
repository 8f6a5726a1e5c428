using System.Text.RegularExpressions;
using ControlPlane.Server.Web;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Finds everything that is wrong in section <c>Portal</c>.</summary>
sealed partial class PortalOptionsValidator : IValidateOptions<PortalOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalOptions options) => Findings.Of(
    [
        options.Title is { Length: >= 1 and <= 60 } ? null : "Portal:Title has 1 to 60 characters.",
        options.Accent is null || Colour().IsMatch(options.Accent) ? null : $"Portal:Accent '{options.Accent}' is not a colour such as #0a6e4f.",
        options.HelpUrl is null || IsAddress(options.HelpUrl) ? null : $"Portal:HelpUrl '{options.HelpUrl}' is neither an https address nor a path.",
        options.LogoFile is { } file ? Logo(file) : null,
    ]);

    static bool IsAddress(string text)
        => (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
            || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https");

    static string? Logo(string file) => !File.Exists(file) ? $"Portal:LogoFile '{file}' does not exist."
        : PortalAsset.TypeOf(file) is not { } type || !type.StartsWith("image/", StringComparison.Ordinal) ? $"Portal:LogoFile '{file}' is no .svg, .png or .webp."
        : new FileInfo(file).Length > PortalAsset.LargestLogo ? $"Portal:LogoFile '{file}' is larger than 256 KiB."
        : null;

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Colour();
}
