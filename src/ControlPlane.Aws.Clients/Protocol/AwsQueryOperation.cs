using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>Writes the requests and reads the responses of one operation of the AWS Query protocol: a form in, XML out.</summary>
/// <param name="protocol">The service.</param>
/// <param name="name">The operation.</param>
/// <param name="write">Writes the members of a request; what is null is left out.</param>
/// <param name="read">Reads the members of a result.</param>
sealed class AwsQueryOperation<TRequest, TResponse>(
    AwsQueryProtocol protocol, string name, Action<TRequest, QueryForm> write, Action<XElement, TResponse> read)
    : XmlResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    public InvokeOptions Options() => new() { RequestMarshaller = this, ResponseUnmarshaller = this };

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, protocol.ServiceName) { HttpMethod = "POST", ResourcePath = "/" };
        request.Parameters.Add("Action", name);
        request.Parameters.Add("Version", protocol.ApiVersion);
        write((TRequest)input, new(request.Parameters));
        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        var root = XElement.Load(context.Stream);
        var response = new TResponse
        {
            ResponseMetadata = new() { RequestId = root.Member("ResponseMetadata")?.Text("RequestId") },
        };
        // Operations without output answer with no result, or with an empty one.
        if (root.Member($"{name}Result") is { } result)
        {
            read(result, response);
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(context);
        return (error.Code is { } code && protocol.Errors.TryGetValue(code, out var make) ? make : protocol.Fallback)(error, innerException, statusCode);
    }
}
