using System.Text.Json;

namespace ControlPlane.Aws.Calls;

/// <summary>The dated list of AWS's rates that the product ships (<c>limits.json</c>).</summary>
sealed record LimitsFile(DateOnly Date, IReadOnlyDictionary<string, string> Sources, IReadOnlyDictionary<string, CallRate> Limits)
{
    public static LimitsFile Shipped { get; } = Read();

    static LimitsFile Read()
    {
        using var stream = typeof(LimitsFile).Assembly.GetManifestResourceStream("ControlPlane.Aws.limits.json")!;
        return JsonSerializer.Deserialize<LimitsFile>(stream, JsonSerializerOptions.Web)!;
    }
}
