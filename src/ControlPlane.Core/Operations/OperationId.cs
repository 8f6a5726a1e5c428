using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.Operations;

/// <summary>The id of an operation: a UUID of version 7 in lower case, so that ids follow the time of their making.</summary>
public readonly record struct OperationId : IParsable<OperationId>
{
    readonly Guid _value;

    OperationId(Guid value) => _value = value;

    /// <summary>The resource name: <c>operations/{operation}</c>.</summary>
    public string Name => $"operations/{this}";

    /// <summary>Where it is in the store: the bits are turned over, so that the newest sorts first.</summary>
    internal string Key
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            _value.TryWriteBytes(bytes, bigEndian: true, out _);
            foreach (ref var b in bytes)
            {
                b = (byte)~b;
            }

            return Convert.ToHexStringLower(bytes);
        }
    }

    /// <inheritdoc/>
    public static OperationId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not the id of an operation: it is a UUID.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OperationId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value) && value != Guid.Empty;
        result = ok ? new(value) : default;
        return ok;
    }

    /// <summary>The UUID.</summary>
    public override string ToString()
        => _value == Guid.Empty ? throw new InvalidOperationException("A value of OperationId was never set.") : _value.ToString("D");

    internal static OperationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}
