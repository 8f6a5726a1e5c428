using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Sandbox.Emulator.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>STS AssumeRoleWithSAML. Not signed: the assertion is the proof.</summary>
sealed class AssumeRoleWithSaml(EmulatedWorld world, RoleSessions sessions)
{
    /// <summary>Carries it out.</summary>
    public JsonObject Invoke(AwsCall call)
    {
        var members = call.Members();
        var roleArn = members.Text("RoleArn", 20, 2048);
        var providerArn = members.Text("PrincipalArn", 20, 2048);
        var response = members.Text("SAMLAssertion", 4, 100_000);
        var policy = members.TextOrNull("Policy", 1, int.MaxValue, Patterns.SessionPolicy());
        var duration = members.Number("DurationSeconds", 900, 43200);
        var managed = members.TextsOf("PolicyArns", "arn");
        members.Done();
        var provider = world.Iam.FindProvider(providerArn) ?? throw Invalid("Specified provider doesn't exist");
        var assertion = Believe(response, provider, call.Now);
        CheckRole(assertion, roleArn, providerArn);

        var request = SessionRules.Check(
            new()
            {
                RoleArn = roleArn,
                SessionName = SessionName(assertion),
                Duration = duration ?? Duration(assertion),
                Tags = assertion.Tags,
                TransitiveTagKeys = [.. assertion.Aws["TransitiveTagKeys"]],
                SourceIdentity = assertion.Aws["SourceIdentity"].FirstOrDefault(),
            },
            policy,
            managed);
        var role = Authorise(call, request, assertion, provider);
        return Describe(sessions.Open(call, role, request, parent: null), assertion, provider);
    }

    static SamlAssertion Believe(string response, SamlTrust provider, DateTimeOffset now)
    {
        SamlAssertion assertion;
        try
        {
            assertion = SamlAssertion.Read(SamlSignature.Verify(response, provider.Certificates));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw Invalid($"Response signature invalid or the response can not be read: {e.Message}");
        }

        if (assertion.Issuer != provider.EntityId)
        {
            throw Invalid("Issuer not present in specified provider");
        }

        return assertion.NotOnOrAfter > now && (assertion.ConditionsEnd ?? DateTimeOffset.MaxValue) > now && !(assertion.NotBefore > now)
            ? assertion
            : throw new AwsErrorException("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");
    }

    static void CheckRole(SamlAssertion assertion, string roleArn, string providerArn)
    {
        // The two ARNs stand in either order (IAM User Guide, SAML assertions).
        var pairs = assertion.Aws["Role"].Select(r => r.Split(',', StringSplitOptions.TrimEntries)).ToArray();
        if (pairs.Length == 0)
        {
            throw new AwsErrorException("IDPRejectedClaim", "Your request included an invalid SAML response: the Role attribute is missing.", 403);
        }

        if (!pairs.Any(p => p.Length == 2 && p.Contains(roleArn) && p.Contains(providerArn)))
        {
            throw Denied("sts:AssumeRoleWithSAML");
        }
    }

    static string SessionName(SamlAssertion assertion)
        => assertion.Aws["RoleSessionName"].FirstOrDefault() is { Length: >= 2 and <= 64 } name && Patterns.SessionName().IsMatch(name)
            ? name
            : throw new AwsErrorException(
                "IDPRejectedClaim", "RoleSessionName is required in the response and must match [a-zA-Z_0-9+=,.@-]{2,64}", 403);

    static int? Duration(SamlAssertion assertion)
        => int.TryParse(assertion.Aws["SessionDuration"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    Principal Authorise(AwsCall call, SessionRequest request, SamlAssertion assertion, SamlTrust provider)
    {
        var role = world.Iam.FindRole(request.RoleArn) ?? throw Denied("sts:AssumeRoleWithSAML");
        Demand("sts:AssumeRoleWithSAML");
        if (request.Tags.Count > 0)
        {
            Demand("sts:TagSession");
        }

        if (request.SourceIdentity is not null)
        {
            Demand("sts:SetSourceIdentity");
        }

        return role;

        void Demand(string action)
        {
            var context = new RequestContext()
                .With("saml:aud", assertion.Recipient)
                .With("saml:iss", assertion.Issuer)
                .With("saml:sub", assertion.Subject)
                .With("sts:RoleSessionName", request.SessionName)
                .With("sts:SourceIdentity", request.SourceIdentity)
                .With("aws:RequestedRegion", call.Region)
                .With("aws:TagKeys", request.Tags.Select(t => t.Key))
                .With("sts:TransitiveTagKeys", request.TransitiveTagKeys)
                .WithTags("aws:RequestTag", request.Tags);
            if (!Access.Trusts(role, provider.Arn, action, context))
            {
                throw Denied(action);
            }
        }
    }

    static JsonObject Describe(JsonObject output, SamlAssertion assertion, SamlTrust provider)
    {
        output["Subject"] = assertion.Subject;
        output["SubjectType"] = assertion.SubjectFormat[(assertion.SubjectFormat.LastIndexOf(':') + 1)..];
        output["Issuer"] = assertion.Issuer;
        output["Audience"] = assertion.Recipient;

        // Base64 of SHA-1 of issuer, account and provider name, as the STS API defines it; an identifier and no protection.
#pragma warning disable CA5350 // the algorithm is part of the protocol
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes($"{assertion.Issuer}{provider.Account}/{provider.Name}"));
#pragma warning restore CA5350
        output["NameQualifier"] = Convert.ToBase64String(hash);
        return output;
    }

    static AwsErrorException Invalid(string message) => new("InvalidIdentityToken", message);

    static AwsErrorException Denied(string action) => AwsErrors.Denied(AwsProtocol.Query, $"Not authorized to perform {action}");
}
