using System.Reflection;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Logout;
using ControlPlane.Saml.Metadata;
using ControlPlane.Saml.Validation;
using Xunit;

namespace ControlPlane.Saml;

public sealed class PublicSurfaceTests
{
    static readonly Assembly Shipped = typeof(ResponseValidator).Assembly;

    [Fact]
    public void Nothing_public_makes_a_verified_value_but_validation()
    {
        var makers = Shipped.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(member => Yields(member) is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Verified<>))
            .Select(member => $"{Yields(member)!.GetGenericArguments()[0].Name}: {member.DeclaringType!.Name}.{member.Name}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Assertion: ResponseValidator.Validate", "LogoutRequest: LogoutValidator.ValidatePostedRequest",
                "LogoutRequest: LogoutValidator.ValidateRedirectRequest", "LogoutResponse: LogoutValidator.ValidatePostedResponse",
                "LogoutResponse: LogoutValidator.ValidateRedirectResponse",
            ],
            makers);
        Assert.Empty(typeof(Verified<>).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.True(typeof(Verified<>).IsSealed);
    }

    [Fact]
    public void Validation_and_its_xml_are_internal()
        => Assert.DoesNotContain(
            Shipped.GetExportedTypes(), type => type.Namespace == typeof(Workspace).Namespace || type.Namespace == typeof(Xml.XmlTree).Namespace);

    [Fact]
    public void The_root_exports_these_types_and_no_others()
        => Assert.Equal(
            [
                "Assertion", "IdentityProvider", "NameId", "ResponseValidator", "SamlAttribute", "SamlReasons", "SamlRefusedException",
                "ServiceProvider", "TrustRules", "Verified`1",
            ],
            Shipped.GetExportedTypes().Where(type => type.Namespace == "ControlPlane.Saml").Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_shipped_code_uses_dotnets_xml_signatures()
        => Assert.DoesNotContain(Shipped.GetReferencedAssemblies(), name => name.Name == "System.Security.Cryptography.Xml");

    [Fact]
    public void Every_reason_is_a_constant_of_its_own()
    {
        var reasons = new[] { typeof(SamlReasons), typeof(LogoutReasons), typeof(AuthnRequestReasons), typeof(MetadataReasons) }
            .SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.All(reasons, reason => Assert.StartsWith("SAML_", reason, StringComparison.Ordinal));
        Assert.Equal(reasons.Count, reasons.Distinct(StringComparer.Ordinal).Count());
    }

    static Type? Yields(MemberInfo member) => member switch
    {
        MethodInfo method => method.ReturnType,
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        ConstructorInfo constructor => constructor.DeclaringType,
        _ => null,
    };
}
