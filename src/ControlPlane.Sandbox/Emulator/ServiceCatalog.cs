using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.IdentityManagement;
using ControlPlane.Sandbox.Emulator.Organizations;
using ControlPlane.Sandbox.Emulator.SageMaker;
using ControlPlane.Sandbox.Emulator.Sts;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The services behind the one listener, and which of them a request means.</summary>
sealed class ServiceCatalog(EmulatedWorld world)
{
    // Organizations and IAM have one endpoint, signed for us-east-1 whatever the Region (botocore 1.43.67, endpoint rule sets).
    const string GlobalRegion = "us-east-1";

    readonly AwsService _sts = StsService.Create(world);

    readonly AwsService _iam = IamService.Create(world);

    readonly AwsService[] _json = [SageMakerService.Create(world), OrganizationsService.Create(world)];

    /// <summary>Finds service and operation, and what reads the members once the signature held.</summary>
    /// <exception cref="AwsErrorException">There is no such operation.</exception>
    public (AwsService Service, string Operation, Func<JsonObject> Read) Route(AwsRequest request)
    {
        if (request.Header("x-amz-target") is not { } target)
        {
            var form = QueryForm.Read(request.Body);
            var action = form["Action"]?.ToString() ?? "";
            return Array.Find([_sts, _iam], s => s.Target == form["Version"]?.ToString() && s.Operations.ContainsKey(action)) is { } found
                ? (found, action, () => form)
                : throw new AwsErrorException("InvalidAction", $"The action '{action}' is not valid for this endpoint.");
        }

        var dot = target.IndexOf('.', StringComparison.Ordinal);
        var service = Array.Find(_json, s => dot > 0 && s.Target == target[..dot]) ?? throw AwsErrors.UnknownOperation();
        var operation = target[(dot + 1)..];
        return service.Operations.ContainsKey(operation) ? (service, operation, () => ReadJson(request)) : throw AwsErrors.UnknownOperation();
    }

    /// <summary>Refuses a Region that the account has not enabled.</summary>
    public void CheckRegion(AwsService service, AccountSeed account, string region)
    {
        if (service == _iam || service.Name == "organizations" ? region == GlobalRegion : account.Regions.Contains(region) || (service == _sts && region == GlobalRegion))
        {
            return;
        }

        throw service == _sts
            ? new AwsErrorException("RegionDisabledException", $"STS is not activated in this region for account:{account.Id}.", 403)
            : AwsErrors.WrongSignature(service.Protocol, $"Credential should be scoped to a valid region, not '{region}'.");
    }

    static JsonObject ReadJson(AwsRequest request)
    {
        try
        {
            return request.Body.Length == 0
                ? []
                : JsonNode.Parse(Encoding.UTF8.GetString(request.Body.Span)) as JsonObject ?? throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    static AwsErrorException Unreadable() => new("SerializationException", "The body is no JSON object.");
}
