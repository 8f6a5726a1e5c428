using System.Text.RegularExpressions;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>The Authorization header of Signature Version 4.</summary>
/// <param name="AccessKeyId">Whose key signed.</param>
/// <param name="Date">The day of the credential scope, <c>yyyyMMdd</c>.</param>
/// <param name="Region">The Region of the credential scope.</param>
/// <param name="Service">The service of the credential scope.</param>
/// <param name="SignedHeaders">The signed header fields, lower case and sorted.</param>
/// <param name="Signature">The signature in lower-case hex.</param>
sealed partial record SignatureHeader(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>The credential scope without the key.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads the header; null when it is not of this form.</summary>
    public static SignatureHeader? Parse(string authorization)
    {
        var match = Form().Match(authorization);
        return match.Success
            ? new(Part("key"), Part("date"), Part("region"), Part("service"), Part("headers").Split(';'), Part("signature"))
            : null;

        string Part(string name) => match.Groups[name].Value;
    }

    [GeneratedRegex(
        @"^AWS4-HMAC-SHA256\s+Credential=(?<key>\w{4,128})/(?<date>\d{8})/(?<region>[a-z0-9-]{1,40})/(?<service>[a-z0-9-]{1,40})/aws4_request,\s*"
        + @"SignedHeaders=(?<headers>[a-z0-9;_-]{1,2000}),\s*Signature=(?<signature>[0-9a-f]{64})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
