using System.Net;
using Amazon.Runtime;

namespace Amazon.IdentityManagement;

/// <summary>An error of the IAM API. Codes that the model does not name, such as <c>AccessDenied</c>, <c>ValidationError</c> and
/// <c>Throttling</c>, arrive as this very type: look at its <c>ErrorCode</c>.</summary>
public class AmazonIdentityManagementServiceException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public AmazonIdentityManagementServiceException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}
