namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>The errors that every service shares. The query protocol (STS, IAM) has other codes for some of them.</summary>
static class AwsErrors
{
    public static AwsErrorException Validation(AwsProtocol protocol, string message)
        => new(protocol == AwsProtocol.Query ? "ValidationError" : "ValidationException", message);

    public static AwsErrorException Denied(AwsProtocol protocol, string message)
        => protocol == AwsProtocol.Query ? new("AccessDenied", message, 403) : new("AccessDeniedException", message);

    public static AwsErrorException MissingSignature(AwsProtocol protocol)
        => new(protocol == AwsProtocol.Query ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException",
            "Request is missing Authentication Token", protocol == AwsProtocol.Query ? 403 : 400);

    public static AwsErrorException IncompleteSignature(string what)
        => new(IncompleteCode, $"Authorization header requires {what}.");

    public static AwsErrorException UnknownKey(AwsProtocol protocol)
        => protocol == AwsProtocol.Query
            ? new("InvalidClientTokenId", "The security token included in the request is invalid", 403)
            : new("UnrecognizedClientException", "The security token included in the request is invalid.");

    public static AwsErrorException ExpiredToken(AwsProtocol protocol)
        => protocol == AwsProtocol.Query
            ? new("ExpiredToken", "The security token included in the request is expired", 403)
            : new("ExpiredTokenException", "The security token included in the request is expired");

    public static AwsErrorException WrongSignature(AwsProtocol protocol, string message)
        => protocol == AwsProtocol.Query ? new("SignatureDoesNotMatch", message, 403) : new("InvalidSignatureException", message);

    public static AwsErrorException Throttled(string service) => service switch
    {
        "sts" or "iam" => new("Throttling", "Rate exceeded"),
        "organizations" => new("TooManyRequestsException", "AWS Organizations can't complete your request because another request is already in progress. Try again later.")
        {
            Members = new Dictionary<string, string> { ["Type"] = "ACCOUNT" },
        },
        _ => new("ThrottlingException", "Rate exceeded"),
    };

    public static AwsErrorException Internal(int status) => status == 503
        ? new("ServiceUnavailable", "The request has failed due to a temporary failure of the server.", 503)
        : new("InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", status);

    public static AwsErrorException UnknownOperation()
        => new("UnknownOperationException", "The requested operation is not recognized by the service.");

    const string IncompleteCode = "IncompleteSignatureException";
}
