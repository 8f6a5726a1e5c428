using ControlPlane.Catalog;

namespace ControlPlane.Server.Api;

/// <summary>Reads values of messages and notes what cannot be read.</summary>
static class WireValues
{
    /// <summary>Reads texts; each that is malformed is noted by its place and left out.</summary>
    public static IReadOnlyList<T> ParseList<T>(IReadOnlyList<string> texts, string field, FieldFindings findings)
        where T : struct, IParsable<T>
    {
        var values = new List<T>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (Parse<T>(texts[i], $"{field}[{i}]", findings) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Reads a text; null when it is malformed.</summary>
    public static T? Parse<T>(string text, string field, FieldFindings findings)
        where T : struct, IParsable<T>
    {
        try
        {
            return T.Parse(text, null);
        }
        catch (FormatException malformed)
        {
            findings.Wrong(field, malformed.Message);
            return null;
        }
    }

    /// <summary>Notes a number that the contract has no name for, and goes on with a value that lets nobody in.</summary>
    public static T Unknown<T>(T value, string field, FieldFindings findings)
    {
        findings.Wrong(field, "It is none of the contract's values.");
        return value;
    }
}
