using ControlPlane.Domains;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of domains: takes requests apart.</summary>
sealed partial class DomainGrpcService(ResourceApi<Domain, Wire.Domain> api, DomainOperations operations) : Wire.DomainService.DomainServiceBase
{
    public override Task<Wire.Domain> GetDomain(Wire.GetDomainRequest request, ServerCallContext context) => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListDomainsResponse> ListDomains(Wire.ListDomainsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, DomainScope.PrefixOf(request.Parent), null, context);
        return new() { Domains = { items }, NextPageToken = next };
    }

    public override Task<Wire.Domain> CreateDomain(Wire.CreateDomainRequest request, ServerCallContext context)
        => api.CreateAsync(request.Domain, ApiNames.Child(request.Parent + "/", "domains", request.DomainId, request.Domain?.Name, "domain"), request, context);

    public override Task<Wire.Domain> UpdateDomain(Wire.UpdateDomainRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Domain, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteDomain(Wire.DeleteDomainRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchDomains(
        Wire.WatchDomainsRequest request, IServerStreamWriter<Wire.WatchDomainsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            DomainScope.PrefixOf(request.Parent), null,
            (type, domain, token, ct) => responseStream.WriteAsync(new() { Type = type, Domain = domain, ResumeToken = token }, ct),
            context);
}
