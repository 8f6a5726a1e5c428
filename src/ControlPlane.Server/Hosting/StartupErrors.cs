using ControlPlane.Errors;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Tells an operator why the server does not start, in one message and without a stack trace.</summary>
static class StartupErrors
{
    /// <summary>The message; null when the failure is a defect and needs its stack trace.</summary>
    public static string? Describe(Exception failure)
        => Findings(failure) is { } findings ? $"The control plane cannot start. {Count(findings.Count)} to correct:\n{string.Join('\n', findings.Select(f => $"  - {f}"))}" : null;

    /// <summary>What there is to correct; null when the failure is a defect.</summary>
    public static IReadOnlyList<string>? Findings(Exception failure)
    {
        var findings = Flatten(failure).ToList();
        return findings.Contains(null) ? null : [.. findings.OfType<string>()];
    }

    static string Count(int count) => count is 1 ? "There is 1 thing" : $"There are {count} things";

    static IEnumerable<string?> Flatten(Exception failure) => failure switch
    {
        AggregateException all => all.InnerExceptions.SelectMany(Flatten),
        OptionsValidationException options => options.Failures,
        RefusedException { Violations.Count: > 0 } refusal => refusal.Violations.Select(v => $"{v.Field}: {v.Description}"),
        RefusedException refusal => [refusal.Message],
        // The binder names the key: "Failed to convert configuration value ... at 'Server:DrainTime' to type ...".
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => [binding.Message],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } busy => [busy.Message],
        _ => [null],
    };
}
