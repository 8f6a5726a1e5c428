using System.Net;
using System.Text.Json;
using Amazon.Runtime;

namespace ControlPlane.Aws.Clients.Protocol;

delegate AmazonServiceException ErrorFactory(AwsJsonError error);

/// <summary>An error as the service sent it, before it becomes an exception of the service's own type.</summary>
readonly record struct AwsJsonError(
    string Message, Exception? Inner, ErrorType Type, string? Code, string? RequestId, HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads one more text member of the error's body; null when it has none.</summary>
    public string? Member(string name)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A proxy's page or a member of another type: the code and the message are what counts.
            return null;
        }
    }
}
