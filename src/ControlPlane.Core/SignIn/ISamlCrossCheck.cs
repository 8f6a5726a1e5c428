namespace ControlPlane.SignIn;

/// <summary>Has AWS validate an assertion as well, by AssumeRoleWithSAML against an IAM SAML provider. The session that STS returns is
/// thrown away.</summary>
public interface ISamlCrossCheck
{
    /// <summary>Returns when STS accepts the response.</summary>
    /// <param name="providerArn">The IAM SAML provider's ARN.</param>
    /// <param name="roleArn">The role that the assertion names together with the provider.</param>
    /// <param name="samlResponse">The form field <c>SAMLResponse</c>: a secret.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>SAML_STS_REFUSED</c>, <c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c>.</exception>
    Task ConfirmAsync(string providerArn, string roleArn, string samlResponse, CancellationToken ct);
}
