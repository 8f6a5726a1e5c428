using System.Globalization;
using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>A number or a time that is compared by order.</summary>
sealed class OrderedValue : ConditionValue
{
    static readonly string[] _times =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    readonly Func<string, decimal?> _read;
    readonly Func<int, bool> _holds;
    readonly decimal _wanted;

    OrderedValue(string text, string comparison, decimal wanted, Func<string, decimal?> read)
        : base(text)
    {
        (_wanted, _read) = (wanted, read);
        _holds = comparison switch
        {
            "Equals" => order => order == 0,
            "LessThan" => order => order < 0,
            "LessThanEquals" => order => order <= 0,
            "GreaterThan" => order => order > 0,
            "GreaterThanEquals" => order => order >= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such comparison."),
        };
    }

    public static OrderedValue? Number(string comparison, string text) => ReadNumber(text) is { } wanted ? new(text, comparison, wanted, ReadNumber) : null;

    public static OrderedValue? Date(string comparison, string text) => ReadDate(text) is { } wanted ? new(text, comparison, wanted, ReadDate) : null;

    public override bool Matches(string actual, RequestContext context) => _read(actual) is { } value && _holds(value.CompareTo(_wanted));

    static decimal? ReadNumber(string text)
        => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A time in ISO 8601, or a number of seconds since 1970. A number of four digits is a year, as ISO 8601 has it.
    static decimal? ReadDate(string text)
        => DateTimeOffset.TryParseExact(text, _times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerSecond
            : ReadNumber(text);
}
