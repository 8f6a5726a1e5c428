using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Believes a request only with a valid signature over its method, path, query, headers and body.</summary>
/// <param name="findKey">Finds an access key by its id; null when there is none.</param>
/// <param name="time">The clock that signatures are held against.</param>
sealed class SignatureVerifier(Func<string, AccessKey?> findKey, TimeProvider time)
{
    // AWS refuses a signature that is more than 5 minutes off (AWS General Reference).
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Checks a request and names the key and the scope that signed it.</summary>
    /// <exception cref="AwsErrorException">It is not signed, signed wrongly, for another service, too old, or by a key that is unknown
    /// or expired.</exception>
    public (AccessKey Key, SignatureHeader Scope) Verify(AwsRequest request, string service, AwsProtocol protocol)
    {
        var header = SignatureHeader.Parse(request.Header("authorization") ?? throw AwsErrors.MissingSignature(protocol))
            ?? throw AwsErrors.IncompleteSignature("'Credential', 'SignedHeaders' and 'Signature' parameters");
        var amzDate = request.Header("x-amz-date") ?? throw AwsErrors.IncompleteSignature("existence of an 'X-Amz-Date' header");
        CheckHeaders(request, header, protocol);
        if (header.Service != service)
        {
            throw AwsErrors.WrongSignature(protocol, $"Credential should be scoped to correct service: '{service}'.");
        }

        var key = findKey(header.AccessKeyId) ?? throw AwsErrors.UnknownKey(protocol);
        CheckTime(header, amzDate, protocol);
        if (!Same(Signature4.Compute(request, header, amzDate, key.Secret), header.Signature))
        {
            throw AwsErrors.WrongSignature(protocol, "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }

        CheckToken(request, key, protocol);
        return (key, header);
    }

    static void CheckHeaders(AwsRequest request, SignatureHeader header, AwsProtocol protocol)
    {
        // Whatever steers the call must be covered, or a signed request could be bent into another one.
        var needed = request.Headers.Keys.Where(n => n.StartsWith("x-amz-", StringComparison.Ordinal) || n == "host");
        if (needed.Except(header.SignedHeaders, StringComparer.Ordinal).FirstOrDefault(n => n != "x-amz-content-sha256") is { } missing)
        {
            throw AwsErrors.WrongSignature(protocol, $"'{missing}' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    void CheckTime(SignatureHeader header, string amzDate, AwsProtocol protocol)
    {
        if (!DateTimeOffset.TryParseExact(
                amzDate, Signature4.DateForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw AwsErrors.IncompleteSignature($"Date must be in ISO-8601 'basic format'. Got '{amzDate}'");
        }

        if (!amzDate.StartsWith(header.Date, StringComparison.Ordinal))
        {
            throw AwsErrors.WrongSignature(protocol,
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{header.Date}' != '{amzDate[..8]}'.");
        }

        var now = time.GetUtcNow();
        if (now - signed > Skew)
        {
            throw AwsErrors.WrongSignature(
                protocol, $"Signature expired: {amzDate} is now earlier than {Text(now - Skew)} ({Text(now)} - 5 min.)");
        }

        if (signed - now > Skew)
        {
            throw AwsErrors.WrongSignature(
                protocol, $"Signature not yet current: {amzDate} is still later than {Text(now + Skew)} ({Text(now)} + 5 min.)");
        }
    }

    void CheckToken(AwsRequest request, AccessKey key, AwsProtocol protocol)
    {
        var token = request.Header("x-amz-security-token");
        if (key.SessionToken is null ? token is not null : token is null || !Same(token, key.SessionToken))
        {
            throw AwsErrors.UnknownKey(protocol);
        }

        if (key.ExpiresAt <= time.GetUtcNow())
        {
            throw AwsErrors.ExpiredToken(protocol);
        }
    }

    static string Text(DateTimeOffset moment) => moment.ToString(Signature4.DateForm, CultureInfo.InvariantCulture);

    static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
