using System.Net;
using Amazon.Runtime;

namespace Amazon.SageMaker;

/// <summary>An error of the SageMaker API. Codes that the model does not name, such as <c>AccessDeniedException</c>,
/// <c>ValidationException</c> and <c>ThrottlingException</c>, arrive as this very type: look at its <c>ErrorCode</c>.</summary>
public class AmazonSageMakerException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public AmazonSageMakerException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}
