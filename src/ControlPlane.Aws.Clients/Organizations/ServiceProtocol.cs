using Amazon.Organizations.Model;
using ControlPlane.Aws.Clients.Protocol;

namespace Amazon.Organizations;

/// <summary>How Organizations speaks. Not in the client, whose operations need it while its own static fields are being set.</summary>
static class ServiceProtocol
{
    internal static readonly AwsJsonProtocol Instance = new(
        "Amazon.Organizations", "AWSOrganizationsV20161128", "2016-11-28", ErrorTable.ByCode,
        e => new AmazonOrganizationsException(e.Message, e.Inner, e.Type, e.Code, e.RequestId, e.Status));
}
