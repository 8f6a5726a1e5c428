using System.Text.RegularExpressions;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>The patterns of names and ids, from the service models of botocore 1.43.67. Each is anchored to the whole text.</summary>
static partial class Patterns
{
    /// <summary>A pattern as AWS shows it: without the end that .NET needs against a trailing line feed.</summary>
    public static string Shown(Regex pattern) => pattern.ToString().Replace(@"\z", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Name();

    [GeneratedRegex(@"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}\z", RegexOptions.CultureInvariant)]
    public static partial Regex ExperimentName();

    [GeneratedRegex(@"^d-(-*[a-z0-9]){1,61}\z", RegexOptions.CultureInvariant)]
    public static partial Regex DomainId();

    [GeneratedRegex(@"^arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex RoleArn();

    [GeneratedRegex(@"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+\z", RegexOptions.CultureInvariant)]
    public static partial Regex SageMakerArn();

    [GeneratedRegex(@"^[\w+=,.@-]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex IamName();

    [GeneratedRegex(@"^(/|/[\u0021-\u007E]+/)\z", RegexOptions.CultureInvariant)]
    public static partial Regex IamPath();

    [GeneratedRegex(@"^[a-zA-Z0-9_+=,.@-]*\z", RegexOptions.CultureInvariant)]
    public static partial Regex SessionName();

    [GeneratedRegex(@"^[a-zA-Z0-9_+=,.@:/-]*\z", RegexOptions.CultureInvariant)]
    public static partial Regex ExternalId();

    [GeneratedRegex(@"^[\u0009\u000A\u000D\u0020-\u00FF]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex SessionPolicy();

    [GeneratedRegex(@"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)\z", RegexOptions.CultureInvariant)]
    public static partial Regex Tag();

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-\d\z", RegexOptions.CultureInvariant)]
    public static partial Regex Region();
}
