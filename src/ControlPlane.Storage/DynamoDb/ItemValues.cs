using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>What items hold, in our own types.</summary>
static class ItemValues
{
    public static AttributeValue Of(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static long Number(this Dictionary<string, AttributeValue> item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);

    public static long? NumberOrNull(this Dictionary<string, AttributeValue> item, string name)
        => item.TryGetValue(name, out var value) ? long.Parse(value.N, CultureInfo.InvariantCulture) : null;

    public static string Key(this Dictionary<string, AttributeValue> item) => item[Names.SortKey].S;

    /// <summary>A value as text, so that an operator can read it in the console.</summary>
    public static string Text(byte[] value) => Encoding.UTF8.GetString(value);

    public static byte[] Bytes(string value) => Encoding.UTF8.GetBytes(value);

    public static StoredDocument Document(this Dictionary<string, AttributeValue> item)
        => new(item.Key(), Bytes(item[Names.Value].S), item.Number(Names.Version), Time(item.NumberOrNull(Names.Expires)));

    public static DateTimeOffset? Time(long? ticks) => ticks is { } at ? new(at, TimeSpan.Zero) : null;

    public static bool IsLive(this StoredDocument document, long now) => document.ExpiresAt is not { } expires || expires.UtcTicks > now;
}
