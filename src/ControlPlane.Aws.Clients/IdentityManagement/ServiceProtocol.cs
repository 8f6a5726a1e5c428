using Amazon.IdentityManagement.Model;
using ControlPlane.Aws.Clients.Protocol;

namespace Amazon.IdentityManagement;

/// <summary>How IAM speaks. Not in the client, whose operations need it while its own static fields are being set.</summary>
static class ServiceProtocol
{
    internal static readonly AwsQueryProtocol Instance = new(
        "Amazon.IdentityManagement", "2010-05-08", ErrorTable.ByCode,
        (e, inner, status) => new AmazonIdentityManagementServiceException(e.Message, inner, e.Type, e.Code, e.RequestId, status));
}
