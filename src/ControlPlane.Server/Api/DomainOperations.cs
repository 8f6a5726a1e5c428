using ControlPlane.Domains;
using ControlPlane.Errors;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>What <see cref="DomainGrpcService"/> answers by asking AWS.</summary>
sealed class DomainOperations(DomainImporter importer, CapacitySurvey capacity, OperationCalls operations)
{
    public Task<Wire.Operation> ImportAsync(Wire.ImportDomainsRequest request, ServerCallContext context)
    {
        var account = ResourceNames.Account(request.Parent, "parent");
        var violations = new List<Violation>();
        var regions = new List<RegionName>();
        for (var i = 0; i < request.Regions.Count; i++)
        {
            if (RegionName.TryParse(request.Regions[i], null, out var region))
            {
                regions.Add(region);
            }
            else
            {
                violations.Add(new($"regions[{i}]", $"'{request.Regions[i]}' is not an AWS Region such as eu-central-1."));
            }
        }

        if (request.ProfileLimit < 1)
        {
            violations.Add(new("profile_limit", "It is 1 or more: the account's quota for the Region, or less."));
        }

        if (violations.Count > 0)
        {
            throw ApiErrors.RequestInvalid([.. violations]);
        }

        var order = new ImportOrder(account, [.. regions.Distinct()], request.ProfileLimit, request.Labels.ToDictionary(), request.ValidateOnly);
        return operations.BeginAsync(context, request, () => importer.OrderAsync(order, context.CancellationToken));
    }

    public async Task<Wire.DomainCapacity> CapacityAsync(Wire.GetDomainCapacityRequest request, ServerCallContext context)
        => (await capacity.OfDomainAsync(ResourceNames.Domain(request.Name, "name"), context.CancellationToken)).ToWire();
}
