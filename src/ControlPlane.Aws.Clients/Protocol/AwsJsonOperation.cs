using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>Writes the requests and reads the responses of one operation.</summary>
sealed class AwsJsonOperation<TRequest, TResponse>(AwsJsonProtocol protocol, string name)
    : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    public InvokeOptions Options() => new() { RequestMarshaller = this, ResponseUnmarshaller = this };

    public IRequest Marshall(AmazonWebServiceRequest input) => new DefaultRequest(input, protocol.ServiceName)
    {
        HttpMethod = "POST",
        ResourcePath = "/",
        Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, AwsJsonSerialization.Options),
        Headers =
        {
            ["X-Amz-Target"] = $"{protocol.TargetPrefix}.{name}",
            ["Content-Type"] = "application/x-amz-json-1.1",
            ["x-amz-api-version"] = protocol.ApiVersion,
        },
    };

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        var json = body.GetBuffer().AsSpan(0, (int)body.Length);
        // Operations without output answer with an empty body.
        return json.IsEmpty ? new TResponse() : JsonSerializer.Deserialize<TResponse>(json, AwsJsonSerialization.Options) ?? new TResponse();
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream, 4096, context.JsonMaxDepth);
        var e = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        var error = new AwsJsonError(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode, context.GetResponseBodyBytes());
        return e.Code is { } code && protocol.Errors.TryGetValue(code, out var make) ? make(error) : protocol.Fallback(error);
    }
}
