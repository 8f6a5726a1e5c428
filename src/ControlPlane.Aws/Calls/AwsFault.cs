using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;

namespace ControlPlane.Aws.Calls;

/// <summary>What an error means for who called.</summary>
enum AwsFault
{
    /// <summary>Too fast: again after a pause.</summary>
    Throttled,

    /// <summary>AWS or the network stumbled: again after a pause.</summary>
    Transient,

    /// <summary>The session is over: again with a new one.</summary>
    SessionExpired,

    /// <summary>Not allowed, now and the next time.</summary>
    Denied,

    /// <summary>Any other answer; the same request would get it again.</summary>
    Permanent,
}

/// <summary>Tells errors apart by their code, never by their status alone: SageMaker answers 400 to nearly everything (botocore,
/// <c>_retry.json</c>; SageMaker API, common errors).</summary>
static class AwsFaults
{
    public static AwsFault Of(Exception error) => error switch
    {
        AmazonUnmarshallingException or JsonException or XmlException => AwsFault.Transient,
        // A quota of the account, and not one of calls: it does not pass by waiting.
        LimitExceededException => AwsFault.Permanent,
        AmazonServiceException { ErrorCode: { Length: > 0 } code } e => OfCode(code) ?? OfStatus(e.StatusCode),
        AmazonServiceException { InnerException: HttpRequestException or IOException or SocketException } => AwsFault.Transient,
        AmazonServiceException e => OfStatus(e.StatusCode),
        HttpRequestException or IOException or SocketException or TimeoutException => AwsFault.Transient,
        _ => AwsFault.Permanent,
    };

    static AwsFault? OfCode(string code) => code switch
    {
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "LimitExceeded" => AwsFault.Throttled,
        "InternalFailure" or "InternalServerError" or "InternalError" or "ServiceUnavailable" or "ServiceUnavailableException"
            or "RequestTimeout" or "RequestTimeoutException" or "IDPCommunicationError" or "ConcurrentModification" or "ConcurrentModificationException"
            or "PolicyChangesInProgressException" => AwsFault.Transient,
        "ExpiredToken" or "ExpiredTokenException" => AwsFault.SessionExpired,
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "InvalidClientTokenId" or "UnrecognizedClientException"
            or "SignatureDoesNotMatch" or "InvalidSignatureException" or "MissingAuthenticationToken"
            or "MissingAuthenticationTokenException" or "RegionDisabledException" => AwsFault.Denied,
        _ => null,
    };

    static AwsFault OfStatus(HttpStatusCode status) => (int)status switch
    {
        429 or 509 => AwsFault.Throttled,
        408 or >= 500 => AwsFault.Transient,
        403 => AwsFault.Denied,
        _ => AwsFault.Permanent,
    };
}
