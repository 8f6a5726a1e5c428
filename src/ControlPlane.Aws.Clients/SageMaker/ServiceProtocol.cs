using Amazon.SageMaker.Model;
using ControlPlane.Aws.Clients.Protocol;

namespace Amazon.SageMaker;

/// <summary>How SageMaker speaks. Not in the client, whose operations need it while its own static fields are being set.</summary>
static class ServiceProtocol
{
    internal static readonly AwsJsonProtocol Instance = new(
        "Amazon.SageMaker", "SageMaker", "2017-07-24", ErrorTable.ByCode,
        e => new AmazonSageMakerException(e.Message, e.Inner, e.Type, e.Code, e.RequestId, e.Status));
}
