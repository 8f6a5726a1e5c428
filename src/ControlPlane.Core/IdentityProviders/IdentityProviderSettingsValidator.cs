using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ControlPlane.Saml;
using Microsoft.Extensions.Options;

namespace ControlPlane.IdentityProviders;

/// <summary>Checks the whole section and names everything that is wrong at once. Files are read; addresses are not called.</summary>
sealed partial class IdentityProviderSettingsValidator(TimeProvider time) : IValidateOptions<IdentityProviderSettings>
{
    readonly IdentityProviderOptionsValidator _annotations = new();

    public ValidateOptionsResult Validate(string? name, IdentityProviderSettings options)
    {
        List<string> failures = [.. options.BindingFailures];
        foreach (var (provider, values) in options.Providers)
        {
            var path = $"{IdentityProviderSettings.Section}:{provider}";
            failures.AddRange(CheckOne(provider, values).Select(failure => $"{path}:{failure}"));
        }

        CheckTogether(options, failures);
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    IEnumerable<string> CheckOne(string provider, IdentityProviderOptions options)
    {
        if (!NamePattern().IsMatch(provider))
        {
            yield return " a name has 1 to 63 letters, digits, hyphens and underscores, the first one a letter or digit.";
        }

        foreach (var failure in _annotations.Validate(null, options).Failures ?? [])
        {
            yield return failure;
        }

        if (options.StsSamlProvider is null != options.StsRole is null)
        {
            yield return "StsSamlProvider: it is set together with StsRole or not at all.";
        }

        foreach (var evidence in options.MultiFactorEvidence.Where(x => !MultiFactor.IsEvidence(x)))
        {
            yield return $"MultiFactorEvidence: '{evidence}' is neither attribute=value nor the URI of an authentication context class.";
        }

        if (FindSourceFailure(options) is { } wrong)
        {
            yield return wrong;
        }
    }

    string? FindSourceFailure(IdentityProviderOptions options)
    {
        var source = MetadataSource.Parse(options.Metadata);
        if (source is { IsFile: false })
        {
            return source.Failure is { } failure ? $"Metadata: {failure}" : FindCertificateFailure(options);
        }

        if (options.Metadata.Length == 0)
        {
            // The annotation says so already.
            return null;
        }

        try
        {
            MetadataReading.ReadFile(options, time.GetUtcNow());
            return null;
        }
        catch (Exception e) when (e is SamlRefusedException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"Metadata: {e.Message}";
        }
    }

    static string? FindCertificateFailure(IdentityProviderOptions options)
    {
        try
        {
            MetadataReading.LoadSigningCertificate(options)?.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"MetadataSigningCertificate: {e.Message}";
        }
    }

    void CheckTogether(IdentityProviderSettings settings, List<string> failures)
    {
        if (settings.Providers.Count > 1)
        {
            failures.AddRange(settings.Providers.Where(x => x.Value.SpeaksForAllUsers is null).Select(x =>
                $"{IdentityProviderSettings.Section}:{x.Key}:SpeaksForAllUsers: say true or false, since several identity providers are configured."));
        }

        failures.AddRange(settings.Providers
            .Select(x => (Name: x.Key, EntityId: x.Value.EntityId ?? FindEntityIdOfFile(x.Value)))
            .Where(x => x.EntityId is not null)
            .GroupBy(x => x.EntityId, x => x.Name, StringComparer.Ordinal)
            .Where(x => x.Count() > 1)
            .Select(x => $"{IdentityProviderSettings.Section}: {string.Join(" and ", x.Select(name => $"'{name}'"))} have the same entity id '{x.Key}'."));
    }

    string? FindEntityIdOfFile(IdentityProviderOptions options)
    {
        try
        {
            return options.Metadata.Length > 0 && MetadataSource.Parse(options.Metadata).IsFile
                ? MetadataReading.ReadFile(options, time.GetUtcNow()).EntityId
                : null;
        }
        catch (Exception e) when (e is SamlRefusedException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            // It has its own line among the failures.
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")]
    private static partial Regex NamePattern();
}
