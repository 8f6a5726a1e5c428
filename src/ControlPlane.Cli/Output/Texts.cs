using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Output;

/// <summary>Values as people read them. They are the same on every machine: times are in UTC.</summary>
static partial class Texts
{
    public static string Time(Timestamp? time) => time is null ? "" : time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Length(Duration? length) => length is null ? "" : Length(length.ToTimeSpan());

    /// <summary>With units, and without a part that is zero: <c>1h30m</c>.</summary>
    public static string Length(TimeSpan length)
    {
        if (length < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{length.TotalMilliseconds:0}ms");
        }

        var hours = (long)length.TotalHours;
        var text = (hours > 0 ? $"{hours}h" : "") + (length.Minutes > 0 ? $"{length.Minutes}m" : "") + (length.Seconds > 0 ? $"{length.Seconds}s" : "");
        return text.Length > 0 ? text : "0s";
    }

    /// <summary>An enum's value in small letters: <c>NotCreated</c> is <c>not-created</c>. What is not set is empty.</summary>
    public static string Word<T>(T value)
        where T : struct, System.Enum
        => $"{value}" is "Unspecified" ? "" : Hump().Replace($"{value}", "-$1").ToLowerInvariant();

    public static string Limit(Limit? limit) => limit is null ? "?"
        : limit.Allowed == 0 ? string.Create(CultureInfo.InvariantCulture, $"{limit.Used}")
        : string.Create(CultureInfo.InvariantCulture, $"{limit.Used}/{limit.Allowed}");

    /// <summary>The last part of a resource name, as people write it.</summary>
    public static string Id(string name) => name.Length == 0 ? "" : Client.ResourceNames.IdOf(name);

    public static string Map(IEnumerable<KeyValuePair<string, string>> map)
        => string.Join(" ", map.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}"));

    [GeneratedRegex("(?<=.)([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Hump();
}
