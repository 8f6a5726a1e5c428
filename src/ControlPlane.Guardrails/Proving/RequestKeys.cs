using System.Net;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The condition keys that AWS would send, with an organization's tag keys.</summary>
sealed class RequestKeys(GuardrailParameters parameters)
{
    readonly string _address = IPNetwork.Parse(parameters.One("private-ranges")).BaseAddress.ToString();
    readonly string _endpoint = parameters.One("vpc-endpoints");

    public string TeamTag { get; } = parameters.One("team-tag");

    public string OwnerTag { get; } = parameters.One("owner-tag");

    public string UserTag { get; } = parameters.One("user-tag");

    public string TeamBucket { get; } = parameters.One("team-bucket-prefix");

    public string Bucket { get; } = parameters.One("bucket");

    /// <summary>Who asks, and from where.</summary>
    public RequestContext Of(Actor actor)
    {
        var seat = actor.Seat;
        var keys = new RequestContext().With("aws:PrincipalArn", actor.Role).With("aws:PrincipalAccount", seat.Account);
        if (actor.Kind is ActorKind.VendElsewhere)
        {
            keys.With("aws:SourceIp", "198.51.100.7");
        }
        else
        {
            keys.With("aws:VpcSourceIp", _address).With("aws:SourceVpce", _endpoint);
        }

        return actor.Kind switch
        {
            ActorKind.Studio or ActorKind.Widened => Named(keys.With($"aws:PrincipalTag/{TeamTag}", seat.Team), seat),
            // Nobody is named in a shared space (SageMaker Developer Guide, sourceIdentity).
            ActorKind.SharedSpace => keys.With($"aws:PrincipalTag/{TeamTag}", seat.Team).With("sagemaker:DomainId", seat.Domain),
            ActorKind.Vend or ActorKind.VendElsewhere => keys.With($"aws:PrincipalTag/{UserTag}", seat.User).With($"aws:PrincipalTag/{TeamTag}", seat.Team).With("aws:SourceIdentity", seat.User),
            _ => keys,
        };
    }

    /// <summary>The tags of a thing that somebody made.</summary>
    public Action<RequestContext> MadeBy(Seat owner) => keys => Resource(keys, owner, (TeamTag, owner.Team), (OwnerTag, owner.Profile));

    /// <summary>The tags of a profile, and of the apps in it.</summary>
    public Action<RequestContext> ProfileOf(Seat owner) => keys => Resource(keys, owner, (TeamTag, owner.Team), (UserTag, owner.User));

    /// <summary>The tags that a request sets.</summary>
    public static void Request(RequestContext keys, params (string Key, string Value)[] tags)
    {
        keys.With("aws:TagKeys", tags.Select(t => t.Key));
        foreach (var (key, value) in tags)
        {
            keys.With($"aws:RequestTag/{key}", value);
        }
    }

    static RequestContext Named(RequestContext keys, Seat seat) => keys
        .With("sagemaker:DomainId", seat.Domain).With("sagemaker:UserProfileName", seat.Profile).With("aws:SourceIdentity", seat.HasSourceIdentity ? seat.Profile : null);

    // Both spellings of the same tag, and the one that AWS sets itself.
    static void Resource(RequestContext keys, Seat owner, params (string Key, string Value)[] tags)
    {
        foreach (var (key, value) in tags)
        {
            keys.With($"sagemaker:ResourceTag/{key}", value).With($"aws:ResourceTag/{key}", value);
        }

        var domain = owner.Arn($"domain/{owner.Domain}");
        keys.With("sagemaker:ResourceTag/sagemaker:domain-arn", domain).With("aws:ResourceTag/sagemaker:domain-arn", domain);
    }
}
