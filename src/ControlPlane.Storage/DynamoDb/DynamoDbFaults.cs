using System.Net.Sockets;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Turns DynamoDB's errors into refusals, by their code (Developer Guide, "Error handling with DynamoDB"). What is not here is a
/// defect of ours and flies on.</summary>
static class DynamoDbFaults
{
    /// <summary>An error while the store was in use; null for a defect.</summary>
    public static RefusedException? Running(Exception e) => e switch
    {
        _ when IsThrottled(e) => Busy(e),
        TransactionCanceledException or TransactionConflictException or TransactionInProgressException => Busy(e),
        ResourceNotFoundException => StoreErrors.Unavailable("its table is not there.", e),
        AmazonServiceException { ErrorCode: "AccessDeniedException" } => StoreErrors.Unavailable("its table does not let our role do that.", e),
        AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "ExpiredTokenException" or "InvalidSignatureException" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" }
            => StoreErrors.Unavailable("its database refuses our credentials.", e),
        _ when IsPassing(e) => StoreErrors.Unavailable("its database does not answer.", e),
        // No credentials, no Region, no such profile.
        AmazonClientException => StoreErrors.Unavailable("there are no credentials for its database.", e),
        _ => null,
    };

    /// <summary>The table takes no more just now.</summary>
    public static RefusedException Busy(Exception? e) => StoreErrors.Unavailable("its table was too busy.", e);

    /// <summary>Whether the request was turned away for its number.</summary>
    public static bool IsThrottled(Exception e) => e
        is ProvisionedThroughputExceededException or RequestLimitExceededException
        or AmazonServiceException { ErrorCode: "ThrottlingException" or "Throttling" or "TooManyRequestsException" };

    /// <summary>Whether the same request may succeed in a moment; unless it was throttled, it may have been carried out.</summary>
    public static bool IsPassing(Exception e) => IsThrottled(e) || e
        is TransactionInProgressException
        || (e is TransactionCanceledException cancelled && cancelled.CancellationReasons.All(r => r.Code is not "ValidationError"))
        || e is AmazonServiceException { StatusCode: >= System.Net.HttpStatusCode.InternalServerError }
        or HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException
        or AmazonServiceException { InnerException: HttpRequestException or IOException or TimeoutException or OperationCanceledException }
        or AmazonClientException { InnerException: HttpRequestException or IOException or TimeoutException or OperationCanceledException };

    public static RefusedException NoTable(string table) => StoreErrors.NotUsable(
        "STORE_NOT_CONFIGURED", $"There is no table '{table}': make it as docs/operations/dynamodb.md says, or set Storage:DynamoDb:CreateTable.");

    public static RefusedException NotUsable(string table, IEnumerable<string> findings) => StoreErrors.NotUsable(
        "STORE_NOT_USABLE", $"The table '{table}' is not what the store needs: {string.Join("; ", findings)}. See docs/operations/dynamodb.md.");

    public static RefusedException NotOurs(string table) => StoreErrors.NotUsable(
        "STORE_NOT_OURS", $"The table '{table}' belongs to another program: set Storage:DynamoDb:Table to a table of its own.");

    public static RefusedException Newer(string table, long version, long known) => StoreErrors.NotUsable(
        "STORE_NEWER", $"The table '{table}' has version {version}, and this version knows {known} at most: start the version that wrote it, or a newer one.");

    public static RefusedException NotEncrypted(Uri endpoint) => StoreErrors.NotUsable(
        "STORE_TLS_REQUIRED", $"The address '{endpoint.Host}' would be asked without encryption: write https in Storage:DynamoDb:Endpoint.");

    public static RefusedException NotConfigured(string what) => StoreErrors.NotUsable("STORE_NOT_CONFIGURED", what);
}
