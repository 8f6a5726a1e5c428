using System.Globalization;
using ControlPlane.Saml;

namespace ControlPlane.Diagnostics;

/// <summary>Holds a response to the rules of a sign-in, and on past each rule that fails and can be supposed to hold: so all that is wrong
/// comes at once. A signature is never supposed.</summary>
sealed class Trial(ServiceProvider self, Func<string, IdentityProvider?> find)
{
    // Each names one thing, and few of them can be wrong at once.
    const int MostAttempts = 16;

    static readonly TimeSpan _anyAge = TimeSpan.FromDays(36500);

    readonly List<SamlRefusedException> _findings = [];
    IdentityProvider? _provider;

    /// <summary>Tries a response as of a moment.</summary>
    public TrialResult Run(string response, DateTimeOffset at)
    {
        var supposed = new Supposed(self, at, null, r => r);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            try
            {
                return Result(supposed, Validator(supposed).Validate(response, supposed.RequestId));
            }
            catch (SamlRefusedException refusal)
            {
                // There is no browser here that could have been sent away with a request, so this alone is no finding.
                if (refusal.Reason is SamlReasons.InResponseToMismatch && supposed.RequestId is null)
                {
                    supposed = supposed with { RequestId = refusal.Facts["came"] };
                    continue;
                }

                Note(refusal);
                if (Suppose(supposed, refusal) is not { } next)
                {
                    break;
                }

                supposed = next;
            }
        }

        return Result(supposed, null);
    }

    TrialResult Result(Supposed supposed, Verified<Assertion>? verified) => new(verified?.Value, _provider, _findings, supposed.RequestId);

    ResponseValidator Validator(Supposed supposed) => new(
        supposed.Self,
        entityId => (_provider = find(entityId)) is { } provider ? provider with { Rules = supposed.Rules(provider.Rules) } : null,
        new FixedTime(supposed.Now));

    // What was supposed to pass one end of time may meet the other one: the first tells.
    void Note(SamlRefusedException refusal)
    {
        if (!_findings.Exists(f => f.Reason == refusal.Reason))
        {
            _findings.Add(refusal);
        }
    }

    // Null when nothing sound can be supposed.
    static Supposed? Suppose(Supposed s, SamlRefusedException refusal) => refusal.Reason switch
    {
        SamlReasons.AudienceMismatch => s with { Self = s.Self with { EntityId = refusal.Facts["came"].Split(' ')[0] } },
        SamlReasons.RecipientMismatch or SamlReasons.DestinationMismatch
            => Uri.TryCreate(refusal.Facts["came"], UriKind.Absolute, out var came) ? s with { Self = s.Self with { AssertionConsumerService = came } } : null,
        SamlReasons.NotYetValid => s with { Now = TimeOf(refusal) },
        SamlReasons.Expired or SamlReasons.SessionOver => s with { Now = TimeOf(refusal).AddSeconds(-1) },
        SamlReasons.AuthnTooOld => s.Under(r => r with { MaximumAuthenticationAge = _anyAge }),
        SamlReasons.IdpInitiatedForbidden => s.Under(r => r with { AllowIdpInitiated = true }),
        SamlReasons.EncryptionRequired => s.Under(r => r with { RequireEncryption = false }),
        SamlReasons.AttributeRepeated => s.Under(r => r with
        {
            MultiValuedAttributes = new HashSet<string>(r.MultiValuedAttributes, StringComparer.Ordinal) { refusal.Facts["attribute"] },
        }),
        _ => null,
    };

    static DateTimeOffset TimeOf(SamlRefusedException refusal)
        => DateTimeOffset.Parse(refusal.Facts["came"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    sealed record Supposed(ServiceProvider Self, DateTimeOffset Now, string? RequestId, Func<TrustRules, TrustRules> Rules)
    {
        public Supposed Under(Func<TrustRules, TrustRules> change)
        {
            var before = Rules;
            return this with { Rules = r => change(before(r)) };
        }
    }
}

/// <summary>What a trial found.</summary>
/// <param name="Assertion">The assertion, when its signature holds; believed only when nothing was found.</param>
/// <param name="Provider">The identity provider that the response names; null when it is none of ours.</param>
/// <param name="Findings">The rules that fail, in the order of the checks.</param>
/// <param name="RequestId">The request that it answers, not checked; null when it answers none or it was not reached.</param>
sealed record TrialResult(Assertion? Assertion, IdentityProvider? Provider, IReadOnlyList<SamlRefusedException> Findings, string? RequestId);
