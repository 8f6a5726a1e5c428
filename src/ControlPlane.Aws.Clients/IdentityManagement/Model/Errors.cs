using System.Net;
using Amazon.Runtime;
using ControlPlane.Aws.Clients.Protocol;

namespace Amazon.IdentityManagement.Model;

/// <summary>Another request changes the same thing at the same time.</summary>
public class ConcurrentModificationException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public ConcurrentModificationException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>There is already one of that name.</summary>
public class EntityAlreadyExistsException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public EntityAlreadyExistsException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>A member has a value that is not taken.</summary>
public class InvalidInputException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public InvalidInputException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>A quota of the account is used up. It does not pass by itself.</summary>
public class LimitExceededException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public LimitExceededException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>The policy is not one.</summary>
public class MalformedPolicyDocumentException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public MalformedPolicyDocumentException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>There is no such thing, or not yet everywhere.</summary>
public class NoSuchEntityException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public NoSuchEntityException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>The policy cannot be attached so.</summary>
public class PolicyNotAttachableException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public PolicyNotAttachableException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>The service failed.</summary>
public class ServiceFailureException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public ServiceFailureException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>Only the service that made the role may change it.</summary>
public class UnmodifiableEntityException(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonIdentityManagementServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    /// <summary>Makes an exception that did not come from the service.</summary>
    public UnmodifiableEntityException(string message) : this(message, null, ErrorType.Unknown, null, null, default)
    {
    }
}

/// <summary>The exception of each error code.</summary>
static class ErrorTable
{
    public static readonly IReadOnlyDictionary<string, QueryErrorFactory> ByCode = new Dictionary<string, QueryErrorFactory>
    {
        ["ConcurrentModification"] = (e, inner, status) => new ConcurrentModificationException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["EntityAlreadyExists"] = (e, inner, status) => new EntityAlreadyExistsException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["InvalidInput"] = (e, inner, status) => new InvalidInputException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["LimitExceeded"] = (e, inner, status) => new LimitExceededException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["MalformedPolicyDocument"] = (e, inner, status) => new MalformedPolicyDocumentException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["NoSuchEntity"] = (e, inner, status) => new NoSuchEntityException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["PolicyNotAttachable"] = (e, inner, status) => new PolicyNotAttachableException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["ServiceFailure"] = (e, inner, status) => new ServiceFailureException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
        ["UnmodifiableEntity"] = (e, inner, status) => new UnmodifiableEntityException(e.Message, inner, e.Type, e.Code, e.RequestId, status),
    };
}
